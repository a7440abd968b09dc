import fc from '../../support/fastCheck';

import { fingerprint, fingerprintOf } from '../../../nodes/shared/triggers/fingerprint';

const members = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 5 });

describe('a fingerprint', () => {
	it('stays what it is: triggers have stored such', () => {
		expect(fingerprint('Ada Quill')).toBe('yZYiUtegmJ6bKnsC1S4AWP');
		expect(fingerprint(Buffer.from('Ada Quill'))).toBe(fingerprint('Ada Quill'));
	});

	it('is short and can stand anywhere, whatever it is of', () =>
		fc.assert(fc.property(fc.string(), (text) => /^[A-Za-z0-9_-]{22}$/.test(fingerprint(text)))));

	it('of a record does not depend on the order of its members', () =>
		fc.assert(
			fc.property(members, (record) => {
				const backwards = Object.fromEntries(Object.entries(record).reverse());
				return fingerprintOf(backwards) === fingerprintOf(record);
			}),
		));

	it.each([
		[{ a: 1 }, { a: '1' }],
		[{ a: 1 }, { b: 1 }],
		[
			{ a: 1, b: 2 },
			{ a: 2, b: 1 },
		],
		[{ a: null }, {}],
		[{ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }],
	])('tells %j from %j', (one, other) => expect(fingerprintOf(one)).not.toBe(fingerprintOf(other)));
});
