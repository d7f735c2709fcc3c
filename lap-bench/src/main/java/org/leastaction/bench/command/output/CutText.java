package org.leastaction.bench.command.output;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.leastaction.flow.inspection.FlowCut.CutBlock;
import org.leastaction.flow.inspection.FlowCut.CutSegment;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.Unrecognised;

/** A cut as a table for people, without control characters in external names, and as JSON for programs. */
public final class CutText {

    private static final int LONGEST_LIST = 8;

    private CutText() {}

    public static List<String> lines(Path model, FlowCut cut) {
        List<String> lines = new ArrayList<>();
        lines.add(model + "  " + cut.about().entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ")));
        lines.add("input       " + cut.inputShape() + "  " + cut.input());
        if (cut.segments().isEmpty()) {
            lines.add("no residual block");
            lines.add(cut.isStaticMap()
                    ? "the map from input to output keeps the dimension: it is analysed as one block"
                    : "nothing to analyse: the dimension changes from " + cut.inputShape() + " to " + cut.outputShape());
        } else {
            lines.add("encoder     " + cut.encodedShape() + "  " + counts(cut.encoder()));
        }
        int number = 0;
        for (int s = 0; s < cut.segments().size(); s++) {
            CutSegment segment = cut.segments().get(s);
            lines.add("segment " + (s + 1) + "   " + segment.shape() + "  " + segment.blocks().size()
                    + (segment.blocks().size() == 1 ? " block" : " blocks"));
            for (CutBlock block : segment.blocks()) {
                lines.add(String.format(Locale.ROOT, "  %3d  %-10s %s: %s%s", ++number, word(block.shortcut()),
                        block.name(), shortened(block.operators()),
                        block.after().isEmpty() ? "" : "; then " + shortened(block.after())));
            }
        }
        if (!cut.segments().isEmpty()) {
            lines.add("classifier  " + cut.outputShape() + "  " + counts(cut.classifier()));
        }
        lines.add("output      " + cut.outputShape() + "  " + cut.output() + " (" + word(cut.ending()) + ")");
        cut.remarks().forEach(remark -> lines.add("remark: " + remark));
        for (Unrecognised one : cut.unrecognised()) {
            lines.add("not a block: " + one.name() + ": " + one.reason());
        }
        return lines.stream().map(line -> line.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?")).toList();
    }

    public static JsonValues json(FlowCut cut) {
        JsonValues about = new JsonValues();
        cut.about().forEach(about::put);
        List<JsonValues> segments = new ArrayList<>();
        for (CutSegment segment : cut.segments()) {
            List<JsonValues> blocks = segment.blocks().stream().map(block -> new JsonValues()
                    .put("name", block.name())
                    .put("shortcut", word(block.shortcut()))
                    .put("input", block.input())
                    .put("output", block.output())
                    .putStrings("operators", block.operators())
                    .putStrings("after", block.after())).toList();
            segments.add(new JsonValues().putIntegers("shape", segment.shape()).putObjects("blocks", blocks));
        }
        List<JsonValues> unrecognised = cut.unrecognised().stream().map(one -> new JsonValues()
                .put("name", one.name()).put("reason", one.reason())).toList();
        return new JsonValues()
                .put("about", about)
                .put("input", cut.input())
                .putIntegers("input_shape", cut.inputShape())
                .put("encoder", counted(cut.encoder()))
                .putIntegers("encoded_shape", cut.encodedShape())
                .put("blocks", cut.blocks())
                .putObjects("segments", segments)
                .put("classifier", counted(cut.classifier()))
                .put("output", cut.output())
                .putIntegers("output_shape", cut.outputShape())
                .put("ending", word(cut.ending()))
                .putObjects("unrecognised", unrecognised)
                .putStrings("remarks", cut.remarks());
    }

    private static JsonValues counted(Map<String, Integer> operators) {
        JsonValues values = new JsonValues();
        operators.forEach((operator, count) -> values.put(operator, count.longValue()));
        return values;
    }

    private static String counts(Map<String, Integer> operators) {
        return operators.isEmpty() ? "nothing" : operators.entrySet().stream()
                .map(entry -> entry.getValue() == 1 ? entry.getKey() : entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String shortened(List<String> operators) {
        return operators.size() <= LONGEST_LIST
                ? String.join(", ", operators)
                : String.join(", ", operators.subList(0, LONGEST_LIST)) + ", … (" + operators.size() + ")";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
