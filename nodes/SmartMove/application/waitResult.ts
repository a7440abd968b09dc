import type { Stage } from '../../shared/stage';
import type { OperationContext } from '../../shared/operation';
import type { ApplicationKey } from '../fields';
import type { PlacedOrder } from '../order/native';
import { reportUrl } from '../report/getUrl';
import { isReady, stageOfReport } from '../stages';
import { messageOf } from '../../shared/guards';

/** What “Create and Wait” returns, however the wait ended. */
export interface WaitResult extends PlacedOrder {
	/** SmartMove's own word; null where it was never heard. */
	reportStatus: string | null;
	stage: Stage | null;
	/** Where the landlord opens the report; null where there is none. */
	reportUrl: string | null;
	/** Whether the report was still outstanding when the time was up. */
	timedOut: boolean;
	/** Why the link of a report that is ready could not be fetched. */
	additionFailed?: string;
}

/** The application as every call about it wants it. */
export function keyOf({ applicationId, customerReference }: PlacedOrder): ApplicationKey {
	return { applicationId: String(applicationId), customerReference };
}

/** The order alone, of what a waiting item says. */
export function orderOf({ applicationId, customerReference, orderReference }: PlacedOrder): PlacedOrder {
	return { applicationId, customerReference, orderReference };
}

/** How far it has come. */
export function waitResult(placed: PlacedOrder, reportStatus: string | null, timedOut: boolean): WaitResult {
	return { ...placed, reportStatus, stage: stageOfReport(reportStatus), reportUrl: null, timedOut };
}

/** How it ended, with the link to a report that is ready. The result is not lost for the want of the link. */
export async function finishedResult(
	placed: PlacedOrder,
	reportStatus: string,
	context: OperationContext,
): Promise<WaitResult> {
	const item = waitResult(placed, reportStatus, false);
	if (!isReady(reportStatus)) return item;
	return await reportUrl(keyOf(placed), context).then(
		(url) => ({ ...item, reportUrl: url }),
		(failure: unknown) => ({
			...item,
			additionFailed: messageOf(failure),
		}),
	);
}
