/** Jest reporter: one plain line at the very end, for scripts and for readers of a log. */
module.exports = class ClosingLine {
	onRunComplete(_, { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
		// A file that cannot even be loaded counts as one failure, or a broken import would look like success.
		console.log(
			`\n${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed, ${numPendingTests} skipped`,
		);
	}
};
