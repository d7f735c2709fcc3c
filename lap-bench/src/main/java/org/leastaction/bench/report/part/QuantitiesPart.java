package org.leastaction.bench.report.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Table;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.Metrics;

/** All measurements of one network. */
public final class QuantitiesPart {

    private static final int LONGEST = 36;

    private QuantitiesPart() {}

    public static void draw(Pages pages, RunRecord record) throws IOException {
        Analysis analysis = record.analysis();
        if (analysis == null || analysis.quantities().isEmpty()) {
            return;
        }
        Metrics metrics = Metrics.load(Thread.currentThread().getContextClassLoader());
        List<List<Table.Cell>> rows = new ArrayList<>();
        List<String> sizes = new ArrayList<>();
        Map<String, List<String>> missing = new LinkedHashMap<>();
        for (String key : analysis.quantities()) {
            Quantity quantity = analysis.quantity(key);
            String name = metrics.find(key).map(QuantitiesPart::label).orElse(key.replace('_', ' '));
            if (!quantity.isPresent() && name.matches("(samples|inputs|error|quantiles|(lower|upper) ends) .*")) {
                continue;
            }
            if (!quantity.isPresent()) {
                missing.computeIfAbsent(quantity.reason(), reason -> new ArrayList<>()).add(name);
                continue;
            }
            if (name.matches("(samples|inputs) .*")) {
                sizes.add(name + " " + Numbers.plain(quantity.value()));
                continue;
            }
            List<String> numbers = quantity.hasInterval()
                    ? Numbers.of(quantity.value(), quantity.low(), quantity.high())
                    : List.of(isCount(metrics.find(key)) ? Numbers.plain(quantity.value())
                            : Numbers.of(quantity.value()));
            rows.add(List.of(Table.Cell.of(name), Table.Cell.of(numbers.get(0)),
                    Table.Cell.of(numbers.size() > 1 ? numbers.get(1) + " to " + numbers.get(2) : "")));
        }
        pages.heading("All quantities", 120);
        Table table = new Table(Stream.of(0, 1).flatMap(side -> Stream.of(Table.Column.words("quantity"),
                Table.Column.numbers("value"), Table.Column.words("95 % interval"))).toList(), 7);
        int half = (rows.size() + 1) / 2;
        List<Table.Cell> blank = Collections.nCopies(3, Table.Cell.of(""));
        for (int row = 0; row < half; row++) {
            table.row(Stream.concat(rows.get(row).stream(),
                    (row + half < rows.size() ? rows.get(row + half) : blank).stream()).toList());
        }
        table.draw(pages);
        if (!missing.isEmpty()) {
            pages.remark("Not measured: " + missing.entrySet().stream()
                    .map(reason -> String.join(", ", reason.getValue()) + " (" + reason.getKey() + ")")
                    .collect(Collectors.joining("; ")) + ".");
        }
        StringBuilder basis = new StringBuilder("Measured on ").append(Wording.count(analysis.samples(), "sample"))
                .append(sizes.isEmpty() ? "" : "; " + String.join(", ", sizes))
                .append("; docs/definitions.md defines every quantity.");
        for (String key : analysis.texts()) {
            basis.append(' ').append(Wording.capitalised(metrics.find(key).map(MetricDefinition::name)
                    .orElse(key.replace('_', ' ')))).append(": ").append(analysis.text(key).orElse("")).append('.');
        }
        pages.remark(basis.toString());
    }

    private static boolean isCount(Optional<MetricDefinition> metric) {
        return metric.map(MetricDefinition::unit).orElse("").startsWith("count");
    }

    /** Name and symbol, or the name alone if both are long. */
    private static String label(MetricDefinition metric) {
        return metric.label().length() <= LONGEST ? metric.label() : metric.name();
    }
}
