package org.leastaction.bench.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.RunRecord;

/** The class-conditional maps of one network: the transport cost of each class and its gap to the optimum. */
final class ClassesPart {

    private static final String SAMPLES = "samples_classes";
    /** The maximum number of rows, which fit on a page; further classes are only in the record. */
    private static final int MOST_ROWS = 30;

    /** A column: its heading and the key of its list. */
    private record Quantity(String head, String key) {
    }

    private static final List<Quantity> QUANTITIES = List.of(
            new Quantity("cost", "transport_cost_classes"),
            new Quantity("D", "displacement_classes"),
            new Quantity("W₂²", "w2_squared_classes"),
            new Quantity("gap", "ot_gap_classes"),
            new Quantity("gap / D", "ot_gap_relative_classes"),
            new Quantity("ε, rms", "epsilon_rms_classes"),
            new Quantity("ε, sup", "epsilon_sup_classes"),
            new Quantity("reassigned", "reassigned_fraction_classes"));

    private ClassesPart() {}

    static void draw(Pages pages, RunRecord record) throws IOException {
        Analysis analysis = record.analysis();
        if (analysis == null || analysis.numbers(SAMPLES).isEmpty()) {
            return;
        }
        List<Double> samples = analysis.numbers(SAMPLES);
        int rows = Math.min(MOST_ROWS, samples.size());
        pages.heading("By class", 120);
        pages.caption("Each class's own map, against the optimal assignment between its points and their images."
                + (rows < samples.size() ? " The first " + rows + " of " + samples.size() + " classes." : ""));
        pages.space(3);
        List<Table.Column> columns = new ArrayList<>();
        columns.add(Table.Column.numbers("class"));
        columns.add(Table.Column.numbers("points"));
        QUANTITIES.forEach(quantity -> columns.add(Table.Column.numbers(quantity.head())));
        Table table = new Table(columns);
        for (int label = 0; label < rows; label++) {
            List<Table.Cell> cells = new ArrayList<>();
            cells.add(Table.Cell.of(Integer.toString(label)));
            cells.add(Table.Cell.of(Long.toString(Math.round(samples.get(label)))));
            for (Quantity quantity : QUANTITIES) {
                List<Double> numbers = analysis.numbers(quantity.key());
                cells.add(Table.Cell.of(Numbers.of(label < numbers.size() ? numbers.get(label) : Double.NaN)));
            }
            table.row(cells);
        }
        table.draw(pages);
    }
}
