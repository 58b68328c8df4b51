// The rival's server: Hocuspocus with its SQLite extension, as its documentation sets it up; says its port on standard output.
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const server = new Server({
  address: "127.0.0.1",
  quiet: true,
  timeout: 600_000, // listeners that only read say nothing for as long as the measuring takes
  extensions: [new SQLite({ database: process.argv[2] })],
});
server.configuration.port = 0;
await server.listen();
console.log(`port ${server.httpServer.address().port}`);
