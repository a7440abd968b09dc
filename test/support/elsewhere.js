const { TestEnvironment } = require('jest-environment-node');

/** Where it is summer in January, and tomorrow for most of the day. */
const ZONE = 'Pacific/Auckland';

/**
 * A machine in another time zone. The process of a Jest worker takes the zone as soon as it is set, and does other
 * tests afterwards: each gets back the zone that was there before.
 */
module.exports = class Elsewhere extends TestEnvironment {
	constructor(...given) {
		const before = process.env.TZ;
		// Before the tests' own copy of the environment is made.
		process.env.TZ = ZONE;
		super(...given);
		this.before = before;
	}

	async setup() {
		await super.setup();
		const offset = new this.global.Date('2025-01-01T00:00:00Z').getTimezoneOffset();
		if (offset !== -13 * 60) throw new Error(`This is not ${ZONE}: its clock is ${-offset} minutes ahead`);
	}

	async teardown() {
		if (this.before === undefined) delete process.env.TZ;
		else process.env.TZ = this.before;
		await super.teardown();
	}
};
