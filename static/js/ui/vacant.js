// Which lanes of the map hold nothing anywhere.

import { computed } from "@preact/signals";
import { cellOf, isEmpty } from "../model/map/cells.js";

/** A signal of the keys of the lanes that hold nothing anywhere. @param {{session: object, shape: object}} parts */
export function vacantLanes({ session, shape }) {
  return computed(() => {
    const { lanes, stations } = shape.value;
    const isVacant = ({ key }) => stations.every(({ id }) => isEmpty(cellOf(session.live, key, id)));
    return new Set(stations.length ? lanes.filter(isVacant).map(({ key }) => key) : []);
  });
}
