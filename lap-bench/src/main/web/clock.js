// The clock that all pictures follow. It knows no browser: frames are given their time.

/** A clock from 0 to 1 over `seconds` at speed 1; listeners are called after every change. */
export class Clock {
  constructor(seconds) {
    this.seconds = seconds;
    this.time = 0;
    this.speed = 1;
    this.playing = false;
    this.loop = false;
    this.listeners = [];
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  changed() {
    this.listeners.forEach((listener) => listener(this));
  }

  /** Starts; from the beginning if the end was reached. */
  play() {
    if (this.time >= 1) {
      this.time = 0;
    }
    this.playing = true;
    this.changed();
  }

  pause() {
    this.playing = false;
    this.changed();
  }

  toggle() {
    if (this.playing) {
      this.pause();
    } else {
      this.play();
    }
  }

  /** Goes to a time in [0, 1]. */
  seek(time) {
    this.time = Math.min(1, Math.max(0, time));
    this.changed();
  }

  /** Goes to the next (1) or previous (−1) of some times in ascending order, and stops. */
  step(times, direction) {
    const tiny = 1e-6;
    const found = direction > 0
      ? times.find((time) => time > this.time + tiny)
      : times.filter((time) => time < this.time - tiny).pop();
    this.playing = false;
    this.seek(found ?? (direction > 0 ? 1 : 0));
  }

  /** Advances by some seconds of real time; at the end it stops, or begins again if it loops. */
  advance(seconds) {
    if (!this.playing) {
      return;
    }
    this.time += (seconds * this.speed) / this.seconds;
    if (this.time >= 1) {
      this.time = this.loop ? this.time % 1 : 1;
      this.playing = this.loop;
    }
    this.changed();
  }
}
