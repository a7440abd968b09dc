import { collection } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { orderFields, product } from '../order/fields';
import { checkNative, nativeOrder, ORDERS_AT_ONCE, placeNative } from '../order/native';

export const createNative = defineOperation({
	name: 'Order Now',
	action: 'Order screening now',
	description: 'Place the order at once; SmartMove then writes to the landlord and to every applicant',
	notice: ORDERS_AT_ONCE,
	contract: 'createApplicationNative',
	changes: 'ordered',
	checkOnly: { shown: ({ customerReference }) => ({ customerReference }) },
	fields: {
		...nativeOrder,
		additionalFields: collection({ displayName: 'Additional Fields', fields: { ...orderFields, product } }),
	},
	check: checkNative,
	async run({ additionalFields, ...values }, context) {
		return { ...(await placeNative(values, additionalFields, context)) };
	},
});
