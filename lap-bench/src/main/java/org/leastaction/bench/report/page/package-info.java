/**
 * Pages of a PDF: text in bundled fonts, tables, footnotes, numbers and colours.
 *
 * <pre>{@code
 * Pages pages = new Pages(document, typeface, "Transport of circles");
 * pages.heading("Table", 60);
 * table.draw(pages);
 * }</pre>
 */
package org.leastaction.bench.report.page;
