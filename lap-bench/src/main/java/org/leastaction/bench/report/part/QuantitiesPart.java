package org.leastaction.bench.report.part;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Table;
import org.leastaction.bench.report.page.Table.Footnotes;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.Metrics;

/** All measurements of one network. */
public final class QuantitiesPart {

    private QuantitiesPart() {}

    public static void draw(Pages pages, RunRecord record) throws IOException {
        Analysis analysis = record.analysis();
        if (analysis == null || analysis.quantities().isEmpty()) {
            return;
        }
        pages.heading("All quantities", 120);
        StringBuilder basis = new StringBuilder("Measured on ").append(analysis.samples())
                .append(" points; docs/definitions.md defines every quantity.");
        for (String key : analysis.texts()) {
            basis.append(' ').append(key).append(": ")
                    .append(analysis.text(key).orElse("")).append('.');
        }
        pages.caption(basis.toString());
        pages.space(3);
        Table table = new Table(List.of(Table.Column.words("quantity"), Table.Column.numbers("value"),
                Table.Column.numbers("95 % interval"), Table.Column.words("meaning")));
        Footnotes notes = new Footnotes();
        Metrics metrics = Metrics.load(Thread.currentThread().getContextClassLoader());
        for (String key : analysis.quantities()) {
            Quantity quantity = analysis.quantity(key);
            Optional<MetricDefinition> metric = metrics.find(key);
            Table.Cell value = Table.Cell.of(Numbers.of(quantity.value()));
            table.row(List.of(
                    Table.Cell.of(metric.map(MetricDefinition::name).orElse(key)),
                    quantity.isPresent() ? value : value.marked(notes.mark(quantity.reason())),
                    Table.Cell.of(quantity.hasInterval()
                            ? Numbers.of(quantity.low()) + " to " + Numbers.of(quantity.high())
                            : ""),
                    Table.Cell.of(metric.map(MetricDefinition::meaning)
                            .filter(meaning -> !meaning.equals(metric.get().name()))
                            .orElse(""))));
        }
        table.draw(pages);
        notes.draw(pages);
    }
}
