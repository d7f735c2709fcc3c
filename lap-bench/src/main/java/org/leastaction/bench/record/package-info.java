/**
 * Records of trained or analysed models, and the run directory that contains them.
 *
 * <p>A {@link org.leastaction.bench.record.RunRecord} is one JSON object on one line; its form is described in
 * {@code docs/records.md}, its terms in {@code docs/definitions.md}. A
 * {@link org.leastaction.bench.record.RunDirectory} appends records atomically, so that a killed run leaves only
 * complete lines. A {@link org.leastaction.bench.record.Comparison} groups records that differ only in method and
 * initialisation: the unit of a table or a chart.
 *
 * <pre>{@code
 * RunDirectory directory = RunDirectory.create(Path.of("lap-out"));
 * Analysis analysis = Analysis.builder(200)
 *         .put(CostMeasures.TRANSPORT_COST, 1.25)
 *         .put(QualityMeasures.ACCURACY, 0.995, 0.972, 0.999)
 *         .missing(QualityMeasures.TOP5, "fewer than 6 classes")
 *         .build();
 * directory.append(RunRecord.of("net-1", data).withAnalysis(analysis));
 * Summary.write(directory);
 * }</pre>
 *
 * <p>The layout of one JSON object per line follows JSON Lines (jsonlines.org).
 */
package org.leastaction.bench.record;
