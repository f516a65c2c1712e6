// Random policies over a schema: mostly well typed, often guarded, now and then wrong on purpose.
const { EXTENSIONS, NAMES, quote, resolve } = require('./schema');

const LONG = { kind: 'Long' };
const BOOL = { kind: 'Bool' };
const STRING = { kind: 'String' };
const WORDS = /^(a|b|c|name|principal|Set)$/;
const same = (x, y) => JSON.stringify(shape(x)) === JSON.stringify(shape(y));
const shape = (written) => {
  const type = resolve(written);
  switch (type.kind) {
    case 'Entity': return type.entity.full;
    case 'Set': return [shape(type.of)];
    case 'Record': return Object.entries(type.attributes).map(([key, { type: of, optional }]) => [key, optional, shape(of)]);
    default: return type.kind;
  }
};

class Policies {
  constructor(dice, schema, values) {
    Object.assign(this, { dice, schema, values });
  }

  policy(isTemplate) {
    this.action = this.dice.pick(this.schema.actions.filter((action) => action.applies));
    const scope = [
      this.entityScope('principal', this.action.principals, isTemplate && (this.hasSlot = this.dice.oneIn(2))),
      this.actionScope(),
      this.entityScope('resource', this.action.resources, isTemplate && !this.hasSlot),
    ].join(this.dice.pick([', ', ',\n  ']));
    const conditions = this.dice.oneIn(4) ? [] : this.dice.times(1, 2, () =>
      `${this.dice.oneIn(4) ? 'unless' : 'when'} { ${this.guarded(BOOL, 4)} }`);
    const notes = this.dice.oneIn(4) ? `@id(${quote(this.dice.pick(['x', 'policy1', 'ü']))}) @empty\n` : '';
    const remark = this.dice.oneIn(6) ? ' // when { false }' : '';
    return `${notes}${this.dice.oneIn(4) ? 'forbid' : 'permit'} (${scope})${remark}\n${conditions.join('\n')};`;
  }

  entityScope(variable, types, hasSlot) {
    const entity = () => (hasSlot ? `?${variable}` : this.values.uidText(this.values.uid(this.dice.pick(this.schema.entities))));
    const type = () => this.dice.pick(this.dice.oneIn(4) ? this.schema.entities : types).full;
    if (hasSlot) {
      return this.dice.pick([`${variable} == ${entity()}`, `${variable} in ${entity()}`, `${variable} is ${type()} in ${entity()}`]);
    }
    return this.dice.pick([variable, variable, variable, variable, `${variable} is ${type()}`, `${variable} == ${entity()}`,
      `${variable} in ${entity()}`, `${variable} is ${type()} in ${entity()}`]);
  }

  actionScope() {
    const uid = (action) => `${action.type}::${this.values.quoted(action.short)}`;
    const any = () => uid(this.dice.pick(this.schema.actions));
    return this.dice.pick(['action', 'action', 'action', `action == ${uid(this.action)}`, `action in ${any()}`,
      `action in [${uid(this.action)}, ${any()}]`, this.dice.oneIn(4) ? 'action in []' : 'action']);
  }

  // An expression with, in front, most of the tests its optional attributes and tags need.
  guarded(type, depth) {
    const outer = this.guards;
    this.guards = [];
    const text = this.expr(type, depth);
    const kept = [...new Set(this.guards)].filter(() => !this.dice.oneIn(20));
    this.guards = outer;
    return kept.length === 0 ? text : `(${kept.join(' && ')} && ${text})`;
  }

  expr(written, depth) {
    const type = resolve(this.dice.oneIn(150) ? this.schema.type(1) : written);
    if (depth <= 0 || this.dice.oneIn(4)) return this.leaf(type);
    if (this.dice.oneIn(12)) {
      return `(if ${this.guarded(BOOL, depth - 2)} then ${this.expr(type, depth - 1)} else ${this.expr(type, depth - 1)})`;
    }
    switch (type.kind) {
      case 'Bool': return this.bool(depth - 1);
      case 'Long': return this.long(depth - 1);
      case 'datetime': return this.dice.oneIn(3) ? `${this.expr(type, depth - 1)}.toDate()`
        : `${this.expr(type, depth - 1)}.offset(${this.expr({ kind: 'duration' }, depth - 1)})`;
      case 'duration': return this.dice.oneIn(3) ? `${this.expr({ kind: 'datetime' }, depth - 1)}.toTime()`
        : `${this.expr({ kind: 'datetime' }, depth - 1)}.durationSince(${this.expr({ kind: 'datetime' }, depth - 1)})`;
      case 'Set': return `[${this.dice.times(this.dice.oneIn(20) ? 0 : 1, 3, () => this.expr(type.of, depth - 1)).join(', ')}]`;
      default: return this.leaf(type);
    }
  }

  bool(depth) {
    const type = this.schema.type(1);
    const set = { kind: 'Set', of: type };
    const entity = { kind: 'Entity', entity: this.dice.pick(this.schema.entities) };
    const e = (of) => this.expr(of, depth);
    const extension = { kind: this.dice.pick(EXTENSIONS) };
    const ordered = this.dice.pick([LONG, LONG, { kind: 'datetime' }, { kind: 'duration' }]);
    return this.dice.pick([
      () => `(${this.guarded(BOOL, depth)} && ${e(BOOL)})`, () => `(${e(BOOL)} && ${this.guarded(BOOL, depth)})`,
      () => `(${e(BOOL)} || ${this.guarded(BOOL, depth)})`, () => `!${'!'.repeat(this.dice.below(3))}(${e(BOOL)})`,
      () => `(${e(type)} == ${e(type)})`, () => `(${e(type)} != ${e(type)})`,
      () => `(${e(ordered)} ${this.dice.pick(['<', '<=', '>', '>='])} ${e(ordered)})`,
      () => `(${e({ kind: 'Entity', entity: this.dice.pick(this.schema.entities) })} in ${e(this.dice.oneIn(2) ? entity : { kind: 'Set', of: entity })})`,
      () => `(${e(STRING)} like ${this.pattern()})`,
      () => `(${e(entity)} is ${this.dice.pick(this.schema.entities).full})`,
      () => `(${e(entity)} is ${this.dice.pick(this.schema.entities).full} in ${e(entity)})`,
      () => `${e(set)}.contains(${e(type)})`, () => `${e(set)}.containsA${this.dice.pick(['ll', 'ny'])}(${e(set)})`,
      () => `${e(set)}.isEmpty()`,
      () => `${e(entity)}.hasTag(${this.dice.oneIn(4) ? e(STRING) : quote(this.dice.pick(['a', 'x y', '']))})`,
      () => this.has(depth), () => this.has(depth),
      () => `(action in ${this.dice.pick(this.schema.actions).type}::${quote(this.dice.pick(this.schema.actions).short)})`,
      () => (extension.kind === 'ipaddr' ? `${e(extension)}.${this.dice.pick(['isIpv4', 'isIpv6', 'isLoopback', 'isMulticast'])}()`
        : `(${e(extension)} == ${e(extension)})`),
      () => `${e({ kind: 'ipaddr' })}.isInRange(${e({ kind: 'ipaddr' })})`,
      () => `${e({ kind: 'decimal' })}.${this.dice.pick(['lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual'])}(${e({ kind: 'decimal' })})`,
    ])();
  }

  has(depth) {
    const holders = this.paths().filter(({ type }) => ['Entity', 'Record'].includes(resolve(type).kind));
    const { text } = this.dice.pick(holders);
    const key = this.dice.pick(NAMES);
    if (this.dice.oneIn(3)) return `(${text} has ${this.dice.times(2, 3, () => this.dice.pick(['a', 'b', 'c', 'name'])).join('.')})`;
    return this.dice.oneIn(5) && depth > 0 ? `({${quote(key)}: ${this.leaf(LONG)}} has ${quote(key)})`
      : `(${text} has ${WORDS.test(key) ? key : quote(key)})`;
  }

  long(depth) {
    const e = () => this.expr(LONG, depth);
    return this.dice.pick([
      () => `(${e()} ${this.dice.pick(['+', '-', '*'])} ${e()})`, () => `-(${e()})`,
      () => this.dice.pick(['9223372036854775807', '-9223372036854775808']), () => this.leaf(LONG),
      () => `${this.expr({ kind: 'duration' }, depth)}.to${this.dice.pick(['Milliseconds', 'Seconds', 'Minutes', 'Hours', 'Days'])}()`,
    ])();
  }

  pattern() { return this.dice.pick(['"*"', '"a*"', '"*b"', '"a\\*b"', '""', '"*a*b*"', '"\\u{1F600}*"', '"*\\n*"', '"\\*"']); }

  leaf(type) {
    const fitting = this.paths().filter((path) => same(path.type, type));
    if (fitting.length === 0 || this.dice.oneIn(4)) return this.values.text(type);
    const { text, needs } = this.dice.pick(fitting);
    (this.guards ?? []).push(...needs);
    return text;
  }

  // What can be reached from the variables in up to three steps, and the tests each needs.
  paths() {
    const entity = (list) => ({ kind: 'Entity', entity: list[0] });
    const found = [
      { text: 'principal', type: entity(this.action.principals), needs: [], depth: 0 },
      { text: 'resource', type: entity(this.action.resources), needs: [], depth: 0 },
      { text: 'context', type: this.action.context, needs: [], depth: 0 },
    ];
    for (const at of found) {
      if (at.depth === 3 || found.length > 200) continue;
      const type = resolve(at.type);
      const record = type.kind === 'Record' ? type : type.kind === 'Entity' ? type.entity.shape : { attributes: {} };
      for (const [key, { type: of, optional }] of Object.entries(record.attributes)) {
        const step = WORDS.test(key) && this.dice.oneIn(2) ? `.${key}` : `[${quote(key)}]`;
        const needs = optional ? [...at.needs, `${at.text} has ${WORDS.test(key) ? key : quote(key)}`] : at.needs;
        found.push({ text: at.text + step, type: of, needs, depth: at.depth + 1 });
      }
      if (type.kind === 'Entity' && type.entity.tags) {
        found.push({
          text: `${at.text}.getTag("a")`, type: type.entity.tags, needs: [...at.needs, `${at.text}.hasTag("a")`], depth: 3,
        });
      }
    }
    return found;
  }
}

module.exports = { Policies };
