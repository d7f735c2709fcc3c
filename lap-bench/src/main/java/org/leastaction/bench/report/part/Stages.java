package org.leastaction.bench.report.part;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.RunRecord;

/**
 * The stages of a network, between which the shape of the particles changes.
 *
 * @param blocks number of blocks of each stage, in order
 * @param shapes of a particle in each stage, e.g. "32 × 32 × 16"; empty where unknown
 */
public record Stages(List<Integer> blocks, List<String> shapes) {

    public Stages {
        blocks = List.copyOf(blocks);
        shapes = List.copyOf(shapes);
    }

    /** The stages of networks of one architecture; one stage if nothing is known. */
    public static Stages of(List<RunRecord> runs) {
        return runs.stream().filter(run -> run.analysis() != null).findFirst()
                .map(run -> of(run, run.requireAnalysis())).orElse(new Stages(List.of(), List.of()));
    }

    private static Stages of(RunRecord run, Analysis analysis) {
        int total = analysis.numbers(CostMeasures.TRANSPORT_COST_BLOCKS.key()).size();
        Map<String, List<Double>> table = analysis.table(CostMeasures.SEGMENTS.key());
        List<Integer> blocks = table.getOrDefault("blocks", List.of()).stream().map(Double::intValue).toList();
        if (blocks.isEmpty() && run.model() != null && run.model().stages() != null) {
            blocks = run.model().stages();
        }
        if (blocks.stream().mapToInt(Integer::intValue).sum() != total) {
            return new Stages(total == 0 ? List.of() : List.of(total), total == 0 ? List.of() : List.of(""));
        }
        List<String> extents = table.keySet().stream()
                .filter(key -> key.startsWith(table.containsKey("extent_1") ? "extent_" : "dimension")).toList();
        List<String> shapes = IntStream.range(0, blocks.size()).mapToObj(s -> (extents.size() == 1 ? "dimension " : "")
                + String.join(" × ", extents.stream()
                        .map(extent -> table.getOrDefault(extent, List.of())).filter(column -> column.size() > s)
                        .map(column -> Integer.toString(column.get(s).intValue())).toList()))
                .toList();
        return new Stages(blocks, shapes);
    }

    /** For example "9 blocks" or "3, 3 and 3 blocks"; empty if nothing is known. */
    String inWords() {
        return blocks.isEmpty() ? "" : blocks.size() == 1 ? Wording.count(blocks.get(0), "block")
                : Wording.listed(blocks.stream().map(String::valueOf).toList()) + " blocks";
    }

    /** The numbers of blocks before the second and every later stage. */
    List<Integer> starts() {
        List<Integer> starts = new ArrayList<>();
        int before = 0;
        for (int stage = 0; stage + 1 < blocks.size(); stage++) {
            before += blocks.get(stage);
            starts.add(before);
        }
        return starts;
    }
}
