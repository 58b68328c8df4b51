// IndexedDB by promises: as much of it as live/storage.js needs.

/**
 * Opens a database, made new or brought to its version first.
 * @param {string} name
 * @param {number} version
 * @param {{upgrade: (database: IDBDatabase) => void, gone: () => void}} means  gone: the browser has closed it
 * @returns {Promise<IDBDatabase>}
 */
export function openDatabase(name, version, { upgrade, gone }) {
  const opening = indexedDB.open(name, version);
  opening.onupgradeneeded = () => upgrade(opening.result);
  return answer(opening).then((database) => {
    database.onversionchange = () => database.close(); // a newer touchmap in another tab goes first
    database.onclose = gone;
    return database;
  });
}

/** What a request finds; rejected with its error. @template Found @param {IDBRequest<Found>} request @returns {Promise<Found>} */
export function answer(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

/** When a transaction is committed; rejected when it is not, whichever of its requests has failed. @param {IDBTransaction} work */
export function committed(work) {
  return new Promise((done, failed) => {
    work.oncomplete = () => done(undefined);
    work.onabort = () => failed(work.error ?? new DOMException("it was stopped", "AbortError"));
  });
}
