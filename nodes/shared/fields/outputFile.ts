import { text } from './text';

/** The field "Put Output File in Field", in n8n's standard words. */
export const outputFileField = {
	binaryPropertyName: text({
		displayName: 'Put Output File in Field',
		required: true,
		default: 'data',
		hint: 'The name of the output binary field to put the file in',
	}),
};
