// Random choices that a seed repeats.
class Dice {
  constructor(seed) {
    this.state = (seed * 2654435761) >>> 0;
    for (let i = 0; i < 5; i++) this.next();
  }

  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  below(limit) { return Math.floor(this.next() * limit); }

  oneIn(count) { return this.below(count) === 0; }

  pick(list) { return list[this.below(list.length)]; }

  times(low, high, make) { return Array.from({ length: low + this.below(high - low + 1) }, (_, i) => make(i)); }

  some(list, count = 2) { return list.filter(() => this.oneIn(count)); }
}

module.exports = { Dice };
