// Random values of a type, as JSON and as text, and the entities and requests made of them.
const { IDS, quote, resolve } = require('./schema');

const POOLS = {
  Long: [0, 1, -1, 2, 7, 9007199254740991, -9007199254740991],
  String: ['', 'a', 'ab', 'a*b', 'ä\n"\\', '😀', 'x y', '1.0', '10.0.0.1', '\u0000', '\u007f\u0001'],
  decimal: ['0.0', '1.0', '1.50', '-1.5', '0.0001', '922337203685477.5807', '-922337203685477.5808', '-0.0'],
  ipaddr: ['127.0.0.1', '10.0.0.0/8', '10.1.2.3/24', '224.0.0.1', '::1', 'ff00::1/8', '::/0', '0.0.0.0/0', '2001:db8::/32'],
  datetime: ['2024-10-15', '2024-10-15T11:35:00Z', '2024-10-15T11:35:00.123Z', '2024-10-15T11:35:00+0130', '1969-12-31',
    '0000-01-01', '9999-12-31T23:59:59.999-2359'],
  duration: ['0ms', '1ms', '-1ms', '1d2h3m4s5ms', '90m', '-36h', '9223372036854775807ms', '-9223372036854775808ms'],
};
const FUNCTIONS = { decimal: 'decimal', ipaddr: 'ip', datetime: 'datetime', duration: 'duration' };

class Values {
  constructor(dice, schema) {
    this.dice = dice;
    this.schema = schema;
  }

  uid(entity) {
    return { type: entity.full, id: this.dice.pick(entity.choices ?? IDS.slice(0, 5)) };
  }

  // With the schema at hand the escapes may be written or left out.
  json(written) {
    const type = resolve(written);
    switch (type.kind) {
      case 'Bool': return this.dice.oneIn(2);
      case 'Long': case 'String': return this.dice.pick(POOLS[type.kind]);
      case 'Entity': return this.escaped(this.uid(type.entity));
      case 'Set': return this.dice.times(0, 3, () => this.json(type.of));
      case 'Record': return this.record(type);
      default: return this.extension(type.kind);
    }
  }

  escaped(uid) { return this.dice.oneIn(2) ? { __entity: uid } : uid; }

  extension(kind) {
    const arg = this.dice.pick(POOLS[kind]);
    const fn = FUNCTIONS[kind];
    const zoned = { fn: 'offset', args: [{ __extn: { fn: 'datetime', arg: '2024-01-01' } }, { __extn: { fn: 'duration', arg: '1h' } }] };
    return this.dice.pick([arg, { __extn: { fn, arg } }, { __extn: { fn, args: [arg] } }, { fn, arg },
      kind === 'datetime' ? { __extn: zoned } : arg]);
  }

  record(type) {
    const made = {};
    for (const [key, { type: of, optional }] of Object.entries(type.attributes)) {
      if (!optional || this.dice.oneIn(2)) made[key] = this.json(of);
    }
    return made;
  }

  // The literal, or the call that makes the value, in the text of a policy.
  text(written) {
    const type = resolve(written);
    switch (type.kind) {
      case 'Bool': return this.dice.pick(['true', 'false']);
      case 'Long': return String(this.dice.pick(POOLS.Long));
      case 'String': return this.quoted(this.dice.pick(POOLS.String));
      case 'Entity': return this.uidText(this.uid(type.entity));
      case 'Set': return `[${this.dice.times(1, 2, () => this.text(type.of)).join(', ')}]`;
      case 'Record': return `{${Object.entries(type.attributes).filter(([, { optional }]) => !optional || this.dice.oneIn(2))
        .map(([key, { type: of }]) => `${quote(key)}: ${this.text(of)}`).join(', ')}}`;
      default: return `${FUNCTIONS[type.kind]}(${quote(this.dice.pick(POOLS[this.dice.oneIn(30) ? 'String' : type.kind]))
        .replace(/\\u([0-9a-f]{4})/g, '\\u{$1}')})`;
    }
  }

  quoted(text) {
    return `"${[...text].map((unit) => {
      if (unit === '"' || unit === '\\') return `\\${unit}`;
      if (unit < ' ' || unit === '\u007f' || this.dice.oneIn(20)) return `\\u{${unit.codePointAt(0).toString(16)}}`;
      return unit;
    }).join('')}"`;
  }

  uidText({ type, id }) { return `${type}::${this.quoted(id)}`; }

  entities() {
    const made = [];
    for (const entity of this.schema.entities) {
      for (const id of this.dice.some(entity.choices ?? IDS.slice(0, 4), 2)) {
        made.push({
          uid: this.escaped({ type: entity.full, id }),
          attrs: this.record(entity.shape),
          parents: this.parents(entity, id),
          ...(entity.tags && this.dice.oneIn(2) ? { tags: this.tags(entity.tags) } : {}),
        });
      }
    }
    if (this.dice.oneIn(3)) made.push(...this.actionEntities());
    if (this.dice.oneIn(6)) this.spoil(made);
    return made;
  }

  // Greater ids or later types only, so that no entity comes to be in itself.
  parents(entity, id) {
    return this.dice.some(entity.above).map((above) => ({ above, uid: this.uid(above) }))
      .filter(({ above, uid }) => above.place > entity.place
        || (above === entity && IDS.indexOf(uid.id) > IDS.indexOf(id)))
      .map(({ uid }) => this.escaped(uid));
  }

  tags(type) { return Object.fromEntries(this.dice.some(['a', 'x y', '', 'ü']).map((key) => [key, this.json(type)])); }

  // The official engine takes actions among the entities if, in the end, they are in what the schema says.
  actionEntities() {
    const climb = (action) => [...new Set(action.above.flatMap((above) => [above, ...climb(above)]))];
    const all = this.schema.actions.map((action) => ({
      uid: this.escaped({ type: action.type, id: action.short }),
      attrs: this.dice.oneIn(60) ? { a: 1 } : {},
      parents: (this.dice.oneIn(2) ? climb(action) : action.above).map((above) => ({ type: above.type, id: above.short })),
    }));
    return this.dice.oneIn(4) ? this.dice.some(all) : all;
  }

  // Now and then an entity is given again, or has something wrong with it.
  spoil(entities) {
    if (entities.length === 0) return;
    const entity = this.dice.pick(entities);
    const uid = entity.uid.__entity ?? entity.uid;
    this.dice.pick([
      () => entities.push({ ...entity, uid, parents: [...entity.parents].reverse() }),
      () => entities.push({ ...entity, parents: [] }),
      () => entity.parents.push(this.escaped(this.uid(this.dice.pick(this.schema.entities)))),
      () => Object.assign(entity.attrs, { [this.dice.pick(['a', 'b', 'name', 'odd'])]: this.json(this.schema.type(2)) }),
      () => { delete entity.attrs[Object.keys(entity.attrs)[0]]; },
      () => { entity.tags = { a: this.json(this.schema.type(1)) }; },
      () => { entity.uid = { type: uid.type, id: 'another' }; },
    ])();
  }

  request(number) {
    const applying = this.schema.actions.filter((action) => action.applies);
    const action = this.dice.pick(this.dice.oneIn(25) ? this.schema.actions : applying);
    const isChecked = !this.dice.oneIn(6);
    const types = (list) => (isChecked ? list : this.schema.entities);
    const stranger = () => (isChecked || !this.dice.oneIn(5) ? null : { type: 'No::Body', id: '?' });
    return {
      description: `request ${number}`,
      principal: this.escaped(stranger() ?? this.uid(this.dice.pick(types(action.principals)))),
      action: this.escaped({ type: action.type, id: action.short }),
      resource: this.escaped(stranger() ?? this.uid(this.dice.pick(types(action.resources)))),
      context: action.applies ? this.record(resolve(action.context)) : {},
      ...(isChecked && this.dice.oneIn(2) ? {} : { validateRequest: isChecked }),
    };
  }
}

module.exports = { Values };
