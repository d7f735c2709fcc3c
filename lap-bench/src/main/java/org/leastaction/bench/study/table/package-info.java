/**
 * The results of a study as a table with the published values: mean accuracy of each cell with Student's interval, and
 * its comparison with the paper's interval.
 *
 * <pre>{@code
 * StudyTable table = StudyTable.of(directory);
 * Files.writeString(path, TableFormats.markdown(table));
 * }</pre>
 */
package org.leastaction.bench.study.table;
