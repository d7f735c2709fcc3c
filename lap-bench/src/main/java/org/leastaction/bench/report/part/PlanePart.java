package org.leastaction.bench.report.part;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.chart.PlanePanel;
import org.leastaction.bench.report.chart.PlanePanel.PlaneFlow;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;

/** The plane before and after the first, middle and last block, for up to three networks (the paper's Figure 1). */
public final class PlanePart {

    private static final double GAP = 12;
    private static final int MOST_ROWS = 3;
    private static final double LEAST_SIDE = 75;

    private record Row(RunGroup group, RunRecord run, PlaneFlow flow) {}

    private PlanePart() {}

    public static void draw(Pages pages, RunDirectory directory, Comparison comparison) throws IOException {
        List<Row> rows = rows(directory, comparison);
        if (rows.isEmpty()) {
            return;
        }
        int columns = rows.stream().mapToInt(row -> stages(row.flow()).size()).max().orElseThrow();
        double side = (Pages.WIDTH - GAP * (columns - 1)) / columns;
        String caption = caption(rows);
        if (comparison.records().size() == 1) {
            side = pages.fit(32 + pages.captionHeight(caption), LEAST_SIDE, side);
        }
        pages.heading("The plane between blocks", rows.size() * (side + 32) + pages.captionHeight(caption));
        for (Row row : rows) {
            pages.require(side + 32);
            draw(pages, row, side);
        }
        pages.caption(caption);
    }

    /**
     * The rows of the paper's figure: vanilla with the initialisation of the least mean transport cost, vanilla with
     * that of the greatest, and a method with transport cost with the latter initialisation. Missing rows are omitted;
     * without vanilla, the first groups are used instead. If there are no more groups than rows, all are shown.
     */
    private static List<Row> rows(RunDirectory directory, Comparison comparison) throws IOException {
        List<Row> shown = new ArrayList<>();
        for (RunGroup group : comparison.groups()) {
            Optional<RunRecord> first = group.runs().stream()
                    .filter(run -> Files.exists(directory.particlesFile(run.id()))).findFirst();
            if (first.isPresent()) {
                shown.add(new Row(group, first.get(), PlaneFlow.read(directory.particlesFile(first.get().id()))));
            }
        }
        if (shown.size() <= MOST_ROWS) {
            return shown;
        }
        List<Row> vanilla = shown.stream().filter(row -> isObjective(row, "vanilla"))
                .sorted(Comparator.comparingDouble(row -> meanCost(row.group()))).toList();
        if (vanilla.isEmpty()) {
            return shown.subList(0, Math.min(MOST_ROWS, shown.size()));
        }
        Row calm = vanilla.get(0);
        Row wild = vanilla.get(vanilla.size() - 1);
        List<Row> rows = new ArrayList<>(List.of(calm));
        if (vanilla.size() > 1) {
            rows.add(wild);
        }
        for (String objective : List.of("lap", "fixed")) {
            shown.stream()
                    .filter(row -> rows.size() < MOST_ROWS && isObjective(row, objective))
                    .filter(row -> row.group().initialisation() != null
                            && row.group().initialisation().equals(wild.group().initialisation()))
                    .findFirst().ifPresent(rows::add);
        }
        return rows;
    }

    private static boolean isObjective(Row row, String name) {
        return row.group().objective() != null && row.group().objective().name().equals(name);
    }

    private static double meanCost(RunGroup group) {
        return group.mean(CostMeasures.TRANSPORT_COST.key()).isPresent()
                ? group.mean(CostMeasures.TRANSPORT_COST.key()).estimate().value() : 0;
    }

    /** Blocks after which the plane is shown: 0, the first, the middle, the last. */
    private static List<Integer> stages(PlaneFlow flow) {
        return List.copyOf(new TreeSet<>(List.of(0, 1, (flow.blocks() + 1) / 2, flow.blocks())));
    }

    private static void draw(Pages pages, Row row, double side) {
        pages.text(pages.shortened(label(row), pages.typeface().bold(8.5), Pages.WIDTH),
                pages.typeface().bold(8.5), Palette.INK, Pages.LEFT, pages.y() + 9);
        pages.space(24);
        List<Integer> stages = stages(row.flow());
        double x = Pages.LEFT;
        for (int stage : stages) {
            String title = stage == 0 ? "start" : "after block " + stage
                    + (stage == row.flow().blocks() ? ", with paths" : "");
            PlanePanel.Paths paths = stage == row.flow().blocks() ? PlanePanel.Paths.SHOWN : PlanePanel.Paths.HIDDEN;
            pages.text(title, pages.typeface().regular(8), Palette.SOFT, x, pages.y() - 4);
            new PlanePanel(row.flow(), stage, paths).draw(pages, x, pages.y(), side);
            x += side + GAP;
        }
        pages.space(side + 8);
    }

    private static String label(Row row) {
        StringBuilder label = new StringBuilder(Wording.network(row.run(), row.group().method()));
        if (row.run().accuracy().isPresent()) {
            label.append("  ·  accuracy ").append(Numbers.percent(row.run().accuracy().value())).append(" %");
        }
        if (row.run().quantity(CostMeasures.TRANSPORT_COST.key()).isPresent()) {
            label.append("  ·  transport cost ")
                    .append(Numbers.of(row.run().quantity(CostMeasures.TRANSPORT_COST.key()).value()));
        }
        return label.toString();
    }

    private static String caption(List<Row> rows) {
        StringBuilder text = new StringBuilder("Test points as particles that the blocks move; colour and marker show "
                + "the class. The last panel adds their paths from start to end, a corner at every block. ");
        text.append("Every panel has its own scale, shown by its bar. ");
        if (rows.size() > 1) {
            text.append("A row shows the first network of its group that did not diverge. ");
        }
        int most = rows.stream().mapToInt(row -> row.flow().particles()).max().orElseThrow();
        if (most > PlanePanel.MOST_PARTICLES) {
            text.append("The first ").append(PlanePanel.MOST_PARTICLES).append(" of ").append(most)
                    .append(" points are drawn. ");
        }
        if (rows.stream().anyMatch(row -> row.flow().particles() > PlanePanel.MOST_PATHS)) {
            text.append("Paths of the first ").append(PlanePanel.MOST_PATHS).append(" points. ");
        }
        return text.toString().strip();
    }
}
