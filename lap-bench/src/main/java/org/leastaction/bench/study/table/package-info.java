/**
 * What came of a study, as a table beside the published one: mean accuracy of each cell with Student's interval, and
 * whether it lies where the paper's does.
 *
 * <pre>{@code
 * StudyTable table = StudyTable.of(directory);
 * Files.writeString(path, MarkdownTable.of(table));
 * }</pre>
 */
package org.leastaction.bench.study.table;
