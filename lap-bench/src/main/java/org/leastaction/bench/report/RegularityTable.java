package org.leastaction.bench.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.leastaction.bench.record.Aggregate;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;

/** Numbers for Jacobians, regularity, frontier and robustness: one row per objective, means over networks. */
final class RegularityTable {

    private record Measure(String key, String... head) {

        Table.Column column() {
            return Table.Column.numbers(head);
        }
    }

    private static final List<Measure> JACOBIANS = List.of(
            new Measure("lipschitz_jacobian", "largest", "σ_max"),
            new Measure("lipschitz_jacobian_mean", "mean", "σ_max"),
            new Measure("jacobian_min_singular", "least", "σ_min"),
            new Measure("jacobian_asymmetry", "asym-", "metry"),
            new Measure("jacobian_min_eigenvalue", "least", "eigenvalue"),
            new Measure("jacobian_negative_fraction", "share", "negative"));
    private static final List<Measure> REGULARITY = List.of(
            new Measure("holder_within_exponent", "η within", "classes"),
            new Measure("holder_across_exponent", "η across", "classes"),
            new Measure("holder_epsilon", "offset", "a"),
            new Measure("singular_fraction", "singular", "share"),
            new Measure("frontier_dimension", "frontier", "before"),
            new Measure("frontier_dimension_transported", "frontier", "after"));

    private RegularityTable() {}

    static void draw(Pages pages, Comparison comparison) throws IOException {
        draw(pages, comparison, "Jacobians", JACOBIANS,
                "Of T at some test points, see docs/definitions.md for how many. σ: singular values; asymmetry: "
                + "‖J − J′‖ / 2‖J‖, J′ the transpose; least eigenvalue of (J + J′)/2 and the share of points where it is "
                + "negative for "
                + "certain. The gradient of a convex function, as an optimal map is, has asymmetry 0 and no negative "
                + "eigenvalue.");
        draw(pages, comparison, "Regularity within and across classes, frontier", REGULARITY,
                "η: Hölder exponents over pairs of one class, and of two; a: the offset of ‖T(x) − T(y)‖ ≤ a + "
                + "M‖x − y‖^η (Proposition 3); singular: samples that the map tears from a neighbour; frontier: its "
                + "dimension before transport and after.");
    }

    private static void draw(
            Pages pages, Comparison comparison, String heading, List<Measure> measures, String caption)
            throws IOException {
        List<Measure> present = measures.stream().filter(measure -> comparison.groups().stream()
                .anyMatch(group -> group.mean(measure.key()).isPresent())).toList();
        if (present.isEmpty()) {
            return;
        }
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.words("objective")));
        present.forEach(measure -> columns.add(measure.column()));
        Table table = new Table(columns);
        for (RunRecord.Initialisation initialisation : comparison.initialisations()) {
            if (comparison.initialisations().size() > 1) {
                table.section(Wording.initialisation(initialisation));
            }
            for (RunGroup group : comparison.groups(initialisation)) {
                List<Table.Cell> cells = new ArrayList<>(List.of(Table.Cell.of(group.method())));
                for (Measure measure : present) {
                    Aggregate mean = group.mean(measure.key());
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
