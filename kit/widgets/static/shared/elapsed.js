// Seconds that have gone by, by the clock on the wall: the steady one of a browser stands still while a phone sleeps.

class Elapsed {
  constructor() {
    this.before = 0;
    this.begin();
  }

  begin() {
    this.wall = this.wallSeen = Date.now();
    this.steady = this.steadySeen = performance.now();
  }

  // A clock that is set back takes nothing away: from there on what the steady one has counted stands.
  get seconds() {
    if (Date.now() < this.wallSeen) {
      this.before = this.told + (performance.now() - this.steadySeen) / 1000;
      this.begin();
    }
    [this.wallSeen, this.steadySeen] = [Date.now(), performance.now()];
    this.told = this.before + Math.max(this.wallSeen - this.wall, this.steadySeen - this.steady) / 1000;
    return this.told;
  }

  // For how many of them the steady clock stood still.
  get slept() {
    return Math.max(0, (this.wallSeen - this.wall - (this.steadySeen - this.steady)) / 1000);
  }
}
