// Leaves the addresses out of package-lock.json: where a package's makers take gifts is no part of a version.

import { readFileSync, writeFileSync } from "node:fs";

const LOCK = "package-lock.json";
const lock = JSON.parse(readFileSync(LOCK, "utf8"));
for (const held of Object.values(lock.packages)) delete held.funding;
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
