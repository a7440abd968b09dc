import type { Stage } from '../../shared/stage';
import type { OperationContext } from '../../shared/operation';
import type { ApplicationKey } from '../fields';
import type { PlacedOrder } from '../order/native';
import { reportUrl } from '../report/getUrl';
import { isReady, stageOfReport } from '../stages';
import { messageOf } from '../../shared/guards';

/** The output of “Order Now and Wait for Report”. */
export interface WaitResult extends PlacedOrder {
	/** SmartMove's own status; null where none was ever read. */
	reportStatus: string | null;
	stage: Stage | null;
	/** The link for the landlord; null where there is no report. */
	reportUrl: string | null;
	/** Whether the time was up before the status was final. */
	timedOut: boolean;
	/** Why the link of a ready report could not be read. */
	additionFailed?: string;
}

/** The key of the ordered application, for further requests. */
export function keyOf({ applicationId, customerReference }: PlacedOrder): ApplicationKey {
	return { applicationId: String(applicationId), customerReference };
}

/** Only the members of the order, from the item of a sleeping execution. */
export function orderOf({ applicationId, customerReference, orderReference }: PlacedOrder): PlacedOrder {
	return { applicationId, customerReference, orderReference };
}

/** The output for an order with this status, without a link. */
export function waitResult(placed: PlacedOrder, reportStatus: string | null, timedOut: boolean): WaitResult {
	return { stage: stageOfReport(reportStatus), reportUrl: null, reportStatus, timedOut, ...placed };
}

/**
 * The output for a final status, with the link to a ready report. If the link cannot be read, the output says why.
 *
 * @param context made only where there is a link to read; if it cannot be made, the link cannot be read
 */
export async function finishedResult(
	placed: PlacedOrder,
	reportStatus: string,
	context: () => Promise<OperationContext>,
): Promise<WaitResult> {
	const item = waitResult(placed, reportStatus, false);
	if (!isReady(reportStatus)) return item;
	try {
		return { ...item, reportUrl: await reportUrl(keyOf(placed), await context()) };
	} catch (failure) {
		return { ...item, additionFailed: messageOf(failure) };
	}
}
