// Seconds that have gone by. The steady clock of a browser stands still while a phone sleeps, and the one on the wall
// can be set. So the steady one is believed while somebody looks at the page, and a gap that it does not know is time
// that was slept only where the page was out of sight: phones hide it before they sleep.

// Milliseconds. Clocks are set right by less than this, and no screen is off for less.
const ASLEEP = 2000;

const sight = { changes: 0, watched: false };

// From the first moment on that is measured; what the page did before concerns nobody.
function watchSight() {
  if (sight.watched) return;
  sight.watched = true;
  document.addEventListener("visibilitychange", () => {
    sight.changes += 1;
  });
}

export class Elapsed {
  constructor() {
    watchSight();
    this.told = 0;
    this.slept = 0;
    this.wall = this.steady = this.changes = 0;
    this.look();
  }

  look() {
    [this.wall, this.steady, this.changes] = [Date.now(), performance.now(), sight.changes];
  }

  // To be asked every now and then: what happened in between is weighed each time. It is added up in milliseconds, for
  // fractions of seconds would add up to a little less than a whole one, and the last moment would not come.
  get seconds() {
    const steady = performance.now() - this.steady;
    const gap = Date.now() - this.wall - steady;
    const unseen = document.hidden || this.changes !== sight.changes;
    const slept = unseen && gap >= ASLEEP ? gap : 0;
    this.look();
    this.slept += slept;
    this.told += steady + slept;
    return this.told / 1000;
  }
}
