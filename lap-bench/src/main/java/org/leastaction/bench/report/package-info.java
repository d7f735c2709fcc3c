/**
 * The report: a run directory as a PDF for print, vector graphics with selectable text.
 *
 * <p>A {@link org.leastaction.bench.report.Report} is drawn from the files of a run directory alone, so it can be drawn
 * again at any time: equal files give equal bytes. It shows, where there is data for it, the table method ×
 * initialisation, transport cost against accuracy (the paper's Figure 2), the plane between blocks (Figure 1), the cost
 * per block, the training curves, the Hölder plot and the manifest. Diverged networks are counted and named and are in
 * no mean; a missing number is a dash with a footnote that says why.
 *
 * <pre>{@code
 * RunDirectory directory = RunDirectory.open(Path.of("lap-out"));
 * Report.write(directory, directory.reportFile());
 * }</pre>
 *
 * <p>Text is measured and set in fonts that come along (see {@code fonts/OFL.txt}): a machine without any font draws
 * the same report. Colours are those of M. Okabe and K. Ito, "Color universal design" (2008); markers and dashes differ
 * too.
 */
package org.leastaction.bench.report;
