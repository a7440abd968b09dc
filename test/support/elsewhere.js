const { TestEnvironment } = require('jest-environment-node');

/** A zone where it is summer in January, and already tomorrow for most of the day. */
const ZONE = 'Pacific/Auckland';

/**
 * A machine in another time zone. A Jest worker changes its zone as soon as TZ is set, and runs other tests afterwards,
 * so the previous zone is restored at the end.
 */
module.exports = class Elsewhere extends TestEnvironment {
	constructor(...given) {
		const before = process.env.TZ;
		// Set before the tests get their own copy of the environment.
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
