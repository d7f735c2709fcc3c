package org.leastaction.bench.report.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.leastaction.bench.analysis.FrontierMeasures;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.analysis.JacobianMeasures;
import org.leastaction.bench.record.Aggregate;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Table;
import org.leastaction.metrics.definition.MetricDefinition;

/** Numbers for Jacobians, regularity, frontier and robustness: one row per objective, means over networks. */
public final class RegularityTable {

    private static final List<MetricDefinition> JACOBIANS = List.of(
            JacobianMeasures.LIPSCHITZ_JACOBIAN, JacobianMeasures.LIPSCHITZ_JACOBIAN_MEAN,
            JacobianMeasures.JACOBIAN_MIN_SINGULAR, JacobianMeasures.JACOBIAN_ASYMMETRY,
            JacobianMeasures.JACOBIAN_MIN_EIGENVALUE, JacobianMeasures.JACOBIAN_NEGATIVE_FRACTION);
    private static final List<MetricDefinition> REGULARITY = List.of(
            HolderMeasures.HOLDER_WITHIN_EXPONENT, HolderMeasures.HOLDER_ACROSS_EXPONENT, HolderMeasures.HOLDER_EPSILON,
            HolderMeasures.SINGULAR_FRACTION, FrontierMeasures.FRONTIER_DIMENSION,
            FrontierMeasures.FRONTIER_DIMENSION_TRANSPORTED);

    private RegularityTable() {}

    public static void draw(Pages pages, Comparison comparison) throws IOException {
        draw(pages, comparison, "Jacobians", JACOBIANS,
                "Of T at some test points, see docs/definitions.md for how many. σ: singular values; asymmetry: ‖J −"
                        + " J′‖ / 2‖J‖, J′ the transpose; least eigenvalue of (J + J′)/2 and the share of points where"
                        + " it is negative for certain. The gradient of a convex function, as an optimal map is, has"
                        + " asymmetry 0 and no negative eigenvalue.");
        draw(pages, comparison, "Regularity within and across classes, frontier", REGULARITY,
                "η: Hölder exponents over pairs of one class, and of two; a: the offset of ‖T(x) − T(y)‖ ≤ a + M‖x −"
                        + " y‖^η (Proposition 3); singular: samples that the map separates from a neighbour; frontier:"
                        + " its dimension before transport and after.");
    }

    private static void draw(
            Pages pages, Comparison comparison, String heading, List<MetricDefinition> metrics, String caption)
            throws IOException {
        List<MetricDefinition> present = metrics.stream().filter(metric -> comparison.groups().stream()
                .anyMatch(group -> group.mean(metric.key()).isPresent())).toList();
        if (present.isEmpty()) {
            return;
        }
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.words("objective")));
        present.forEach(metric -> columns.add(Table.Column.of(metric)));
        Table table = new Table(columns);
        for (RunRecord.Initialisation initialisation : comparison.initialisations()) {
            if (comparison.initialisations().size() > 1) {
                table.section(Wording.initialisation(initialisation));
            }
            for (RunGroup group : comparison.groups(initialisation)) {
                List<Table.Cell> cells = new ArrayList<>(List.of(Table.Cell.of(group.method())));
                for (MetricDefinition metric : present) {
                    Aggregate mean = group.mean(metric.key());
                    cells.add(Table.Cell.of(mean.isPresent()
                            ? Numbers.of(mean.estimate().value(), mean.halfWidth()) : Numbers.MISSING));
                }
                table.row(cells);
            }
        }
        int lines = comparison.groups().size() + comparison.initialisations().size();
        pages.heading(heading, 60 + 16.0 * lines + pages.captionHeight(caption));
        table.draw(pages);
        pages.caption(caption);
    }
}
