import type { IDataObject } from 'n8n-workflow';

import { member } from '../../shared/guards';
import type { Stage } from '../../shared/stage';
import { stageOfKind } from '../stages';

/** A notification as The Moving Portal returns it. Only its time is documented (contract §3.2). */
export type Notification = IDataObject;

/** A text or a number as text; an empty text for any other value. */
const textOf = (value: unknown) =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The Moving Portal's reference of an instruction that has notifications. */
export const referenceOf = (instruction: IDataObject) =>
	textOf(member(instruction, 'tmpReference', 'reference'));

/** The time as text: it has seven digits after the point, of which a Date keeps three (contract §8 no. 27). */
export const timeOf = (notification: Notification) =>
	textOf(member(notification, 'createdTimestamp', 'timestamp', 'created'));

/** The code and the description of what has happened, in small letters. */
export const kindOf = (notification: Notification) =>
	[
		member(notification, 'notificationTypeCode', 'typeCode', 'code'),
		member(notification, 'notificationTypeDescription', 'description'),
	].map((text) => textOf(text).toLowerCase());

/** The stage that a notification leads to. */
export function stageOf(notification: Notification): Stage {
	return stageOfKind(kindOf(notification).join(' '));
}
