package org.leastaction.bench.report.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Table;
import org.leastaction.metrics.definition.MetricDefinition;

/** The class-conditional maps of one network: the transport cost of each class and its gap to the optimum. */
public final class ClassesPart {

    private static final String SAMPLES = GapMeasures.SAMPLES_CLASSES.key();
    /** The maximum number of rows; further classes are only in the record. */
    private static final int MOST_ROWS = 20;

    private static final List<MetricDefinition> METRICS = Stream.of(
            CostMeasures.TRANSPORT_COST, CostMeasures.DISPLACEMENT, GapMeasures.W2_SQUARED, GapMeasures.OT_GAP,
            GapMeasures.OT_GAP_RELATIVE, GapMeasures.EPSILON_RMS, GapMeasures.EPSILON_SUP,
            GapMeasures.REASSIGNED_FRACTION).map(MetricDefinition::byClass).toList();

    private ClassesPart() {}

    public static void draw(Pages pages, RunRecord record) throws IOException {
        Analysis analysis = record.analysis();
        if (analysis == null || analysis.numbers(SAMPLES).isEmpty()) {
            return;
        }
        List<Double> samples = analysis.numbers(SAMPLES);
        int rows = Math.min(MOST_ROWS, samples.size());
        pages.heading("By class: each class against the optimal assignment of its own points", 46 + 11 * rows);
        if (rows < samples.size()) {
            pages.remark("The " + rows + " classes of greatest transport cost, of " + samples.size() + ".");
        }
        List<Table.Column> columns = new ArrayList<>();
        columns.add(Table.Column.words("class"));
        columns.add(Table.Column.numbers("points"));
        METRICS.forEach(metric -> columns.add(Table.Column.of(metric)));
        Table table = new Table(columns, 7);
        List<Double> costs = analysis.numbers(METRICS.get(0).key());
        List<Integer> labels = IntStream.range(0, samples.size()).boxed()
                .sorted(Comparator.comparingDouble(label -> label < costs.size() ? -costs.get(label) : 0))
                .limit(rows).sorted().toList();
        for (int label : labels) {
            List<Table.Cell> cells = new ArrayList<>();
            cells.add(Table.Cell.of(Wording.className(record, label)));
            cells.add(Table.Cell.of(Long.toString(Math.round(samples.get(label)))));
            for (MetricDefinition metric : METRICS) {
                List<Double> numbers = analysis.numbers(metric.key());
                cells.add(Table.Cell.of(Numbers.of(label < numbers.size() ? numbers.get(label) : Double.NaN)));
            }
            table.row(cells);
        }
        table.draw(pages);
    }
}
