/**
 * Parts of reports: one class per table, chart or drawing, each drawn from records.
 *
 * <pre>{@code
 * ResultTable.draw(pages, comparison);
 * BlockLinesPart.COST.draw(pages, comparison);
 * }</pre>
 */
package org.leastaction.bench.report.part;
