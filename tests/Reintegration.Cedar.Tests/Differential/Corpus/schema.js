// A random schema: namespaces that refer to each other, common types, enums, tags, optional attributes, action groups.
const NAMES = ['a', 'b', 'c', 'name', 'if', 'x y', 'größe', 'principal', '*', 'in', '__cedar', 'Set', ''];
const EXTENSIONS = ['decimal', 'ipaddr', 'datetime', 'duration'];
const PRIMITIVES = ['Bool', 'Long', 'String', ...EXTENSIONS];
const IDS = ['0', '1', 'a b', 'ü😀', 'q"\\', 'line\nbreak', '', "'", '*'];
const WORD = /^[A-Za-z_][A-Za-z0-9_]*$/;
const RESERVED = new Set(['if', 'then', 'else', 'in', 'is', 'like', 'has', 'true', 'false', '__cedar']);

const quote = (text) => JSON.stringify(text).replace(/[\u0080-\uffff]/g, (unit) => unit);
const name = (text) => (WORD.test(text) && !RESERVED.has(text) ? text : quote(text));
const qualified = (space, text) => (space === '' ? text : `${space}::${text}`);

class Schema {
  constructor(dice) {
    this.dice = dice;
    this.spaces = [dice.pick(['', 'N', 'Deep::Space'])];
    if (dice.oneIn(3)) this.spaces.push('Other');
    if (dice.oneIn(5)) this.spaces.push('Other::__inner');
    this.hidesPrimitive = dice.oneIn(8) && !this.spaces.includes('');
    this.common = [];
    this.entities = this.spaces.flatMap((space, i) => this.namesOf(i).map((short) => ({
      space, short, full: qualified(space, short), choices: null,
    })));
    for (const entity of this.entities.slice(1)) {
      if (dice.oneIn(6)) entity.choices = IDS.slice(0, 1 + dice.below(4));
    }
    this.declareCommon();
    this.entities.forEach((entity, i) => this.complete(entity, i));
    this.declareActions();
  }

  namesOf(i) {
    const all = [['User', 'Group', 'Doc', 'Kind'], ['Team', 'Plan'], ['Leaf']][i];
    const names = all.slice(0, 1 + this.dice.below(all.length));
    return this.hidesPrimitive && i === 0 ? [...names, this.dice.pick(['Long', 'String', 'Bool', 'decimal'])] : names;
  }

  declareCommon() {
    for (const space of this.spaces) {
      for (const short of ['Address', 'Odd', 'name'].slice(0, this.dice.below(4))) {
        const unique = this.common.some((known) => known.short === short) ? `${short}${this.common.length}` : short;
        this.common.push({ space, short: unique, full: qualified(space, unique), type: this.type(2) });
      }
    }
  }

  complete(entity, place) {
    entity.above = entity.choices ? [] : this.dice.some(this.entities.filter((other) => !other.choices), 3);
    entity.place = place;
    entity.shape = entity.choices ? { kind: 'Record', attributes: {} } : this.record(2);
    entity.tags = !entity.choices && this.dice.oneIn(2) ? this.type(2) : null;
  }

  declareActions() {
    this.actions = [];
    for (const space of this.spaces) {
      for (const short of ['view', 'act 1', 'ünï', '"q"'].slice(0, (this.actions.length ? 0 : 1) + this.dice.below(4))) {
        const unique = this.actions.some((known) => known.short === short) ? `${short} ${this.actions.length}` : short;
        this.actions.push({
          space, short: unique, type: qualified(space, 'Action'),
          above: this.dice.some(this.actions, 3),
          principals: this.atLeastOne(this.entities), resources: this.atLeastOne(this.entities),
          context: this.context(), applies: this.actions.length === 0 || !this.dice.oneIn(6),
        });
      }
    }
  }

  context() {
    const records = this.common.filter((common) => common.type.kind === 'Record');
    return records.length > 0 && this.dice.oneIn(3)
      ? { kind: 'Common', common: this.dice.pick(records) }
      : this.record(3);
  }

  atLeastOne(list) {
    const some = this.dice.some(list);
    return some.length > 0 ? some : [this.dice.pick(list)];
  }

  type(depth) {
    const roll = this.dice.below(depth > 0 ? 13 : 9);
    if (roll < 5) return { kind: this.dice.pick(PRIMITIVES) };
    if (roll < 7) return { kind: 'Entity', entity: this.dice.pick(this.entities) };
    if (roll < 8 && this.common.length > 0) return { kind: 'Common', common: this.dice.pick(this.common) };
    if (roll < 10) return { kind: this.dice.pick(['Bool', 'Long', 'String']) };
    return roll < 11 ? this.record(depth - 1) : { kind: 'Set', of: this.type(depth - 1) };
  }

  record(depth) {
    const attributes = {};
    for (const attribute of this.dice.some(NAMES, 4)) {
      attributes[attribute] = { type: this.type(depth - 1), optional: this.dice.oneIn(3) };
    }
    return { kind: 'Record', attributes };
  }

  // How a declared name may be written in a namespace: short when it is at home there, else in full.
  reference(from, item) {
    return item.space === from && this.dice.oneIn(2) ? item.short : item.full;
  }

  write(type, from) {
    switch (type.kind) {
      case 'Entity': return this.reference(from, type.entity);
      case 'Common': return this.reference(from, type.common);
      case 'Set': return `Set<${this.write(type.of, from)}>`;
      case 'Record': return this.writeRecord(type, from);
      default: return this.hidesPrimitive || this.dice.oneIn(8) ? `__cedar::${type.kind}` : type.kind;
    }
  }

  writeRecord(type, from) {
    const parts = Object.entries(type.attributes).map(([key, { type: of, optional }]) =>
      `${this.note()}${name(key)}${optional ? '?' : ''}: ${this.write(of, from)}`);
    return `{ ${parts.join(', ')}${parts.length > 0 && this.dice.oneIn(3) ? ',' : ''} }`;
  }

  note() { return this.dice.oneIn(12) ? `@doc(${quote(this.dice.pick(IDS))}) ` : ''; }

  writeSpace(space) {
    const lines = [];
    for (const common of this.common.filter((item) => item.space === space)) {
      lines.push(`${this.note()}type ${common.short} = ${this.write(common.type, space)};`);
    }
    for (const entity of this.entities.filter((item) => item.space === space)) {
      lines.push(`${this.note()}${this.writeEntity(entity, space)};`);
    }
    for (const action of this.actions.filter((item) => item.space === space)) {
      lines.push(`${this.note()}${this.writeAction(action, space)};`);
    }
    const body = this.dice.oneIn(3) ? lines.reverse().join('\n') : lines.join(' // a note\n');
    return space === '' ? body : `${this.note()}namespace ${space} {\n${body}\n}`;
  }

  writeEntity(entity, space) {
    if (entity.choices) return `entity ${entity.short} enum [${entity.choices.map(quote).join(', ')}]`;
    const above = entity.above.map((other) => this.reference(space, other));
    const parents = above.length === 1 && this.dice.oneIn(2) ? ` in ${above[0]}` : above.length ? ` in [${above}]` : '';
    const tags = entity.tags ? ` tags ${this.write(entity.tags, space)}` : '';
    return `entity ${entity.short}${parents}${this.dice.oneIn(2) ? ' =' : ''} ${this.writeRecord(entity.shape, space)}${tags}`;
  }

  writeAction(action, space) {
    const groups = action.above.map((other) => (other.space === space && this.dice.oneIn(2)
      ? name(other.short) : `${other.type}::${quote(other.short)}`));
    const types = (list) => `[${list.map((item) => this.reference(space, item)).join(', ')}]`;
    const applies = action.applies ? ` appliesTo { principal: ${types(action.principals)}, resource: `
      + `${types(action.resources)}, context: ${this.write(action.context, space)} }` : '';
    return `action ${name(action.short)}${groups.length ? ` in [${groups.join(', ')}]` : ''}${applies}`;
  }

  toString() { return `${this.spaces.map((space) => this.writeSpace(space)).join('\n')}\n`; }
}

const resolve = (type) => (type.kind === 'Common' ? resolve(type.common.type) : type);

module.exports = { Schema, IDS, NAMES, EXTENSIONS, quote, resolve };
