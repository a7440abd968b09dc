import { Activity } from '../../time/activity';
import type { PartnerContext } from '../../partner';
import type { Random } from '../../random';
import type { Ending, StoredApplication, MovemAccount } from './account';

const MIN_OPEN = 10;

/** Invites tenants, and lets them open their links and finish; some applications are revoked or expire. */
export function movemActivity(context: PartnerContext, account: MovemAccount): Activity {
	/** The applications whose status can still change, longest unchanged first. */
	let open: Array<{ application: StoredApplication; movedAt: number }> = [];
	let invited = 0;

	const invite = (): void => {
		invited += 1;
		const application = account.add({
			name: `Newcomer ${invited}`,
			email: `newcomer.${invited}@example.test.nosend`,
			property: `Flat ${invited}, 4 Bustle Street`,
			status: 'REQUESTED',
			paid: true,
		});
		open.push({ application, movedAt: context.clock.now() });
	};

	return new Activity(context, ({ random, mayChangeAgain: rested }) => {
		// A control action may have changed one meanwhile, or its thirty days are over.
		open = open.filter(({ application }) => canMove(account.find(application.id)));
		const ready = open.filter(({ movedAt }) => rested(movedAt));
		// Each application changes twice after its invitation, so one invitation in three keeps their number steady.
		const mover = ready[random.integer(0, ready.length - 1)];
		if (!mover || open.length < MIN_OPEN || random.integer(1, 3) === 1) return invite();
		open = open.filter((one) => one !== mover);
		moveOn(account, mover.application, random);
		if (canMove(mover.application)) open.push({ ...mover, movedAt: context.clock.now() });
	});
}

function canMove(application: StoredApplication | undefined): boolean {
	return application?.status === 'REQUESTED' || application?.status === 'IN_PROGRESS';
}

/** Eight in ten take the next step; the others are revoked or expire. */
function moveOn(account: MovemAccount, application: StoredApplication, random: Random): void {
	const outcome = random.integer(1, 10);
	if (outcome === 1) account.move(application, 'REVOKED');
	else if (outcome === 2) account.move(application, 'EXPIRED');
	else if (application.status === 'REQUESTED') account.open(application);
	else account.complete(application, endingOf(application));
}

/** Of ten references six pass and two fail by rule; two, with statements, are left to a person. */
function endingOf({ referenceId }: StoredApplication): Ending {
	const number = Number(referenceId) % 10;
	if (number < 6) return { outcome: 'PASSED' };
	return number < 8 ? { outcome: 'FAILED' } : { outcome: 'REVIEW_NEEDED', hasStatements: true };
}
