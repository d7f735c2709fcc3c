package org.leastaction.onnx.graph;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.leastaction.onnx.proto.GraphProto.ValueProto;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;

/**
 * The output of a network that is read.
 *
 * @param name   of the output
 * @param rivals other outputs that may hold the class scores as well; empty if the choice is clear
 */
record OutputChoice(String name, List<String> rivals) {

    /** Names of outputs that hold class scores, or the moves of a game. */
    private static final Pattern SCORES = Pattern.compile("(?i)logit|prob|softmax|score|policy");
    /** Names of heads that only the training uses. */
    private static final Pattern AUXILIARY = Pattern.compile("(?i)(^|[^a-z])aux");

    /** Maximum number of outputs that a message names. */
    private static final int LONGEST_LIST = 10;
    /** Maximum number of outputs, none of which leads to another, whose operations are counted. */
    private static final int MOST_ENDS = 256;

    OutputChoice {
        rivals = List.copyOf(rivals);
    }

    /**
     * Chooses an output.
     *
     * @param sorted    all operations, in topological order
     * @param varying   the tensors that depend on an input
     * @param requested the output that the user specified
     * @throws IllegalArgumentException if there is no such output
     * @throws MalformedModelException  if no output depends on an input, or too many may be read
     */
    static OutputChoice of(ModelProto model, List<NodeProto> sorted, Set<String> varying, Optional<String> requested)
            throws MalformedModelException {
        List<String> all = model.graph().outputs();
        if (requested.isPresent() && !all.contains(requested.get())) {
            throw new IllegalArgumentException(
                    "the network has no output '" + requested.get() + "'; it has " + inWords(model));
        }
        List<String> possible = all.stream().distinct()
                .filter(varying::contains).filter(name -> requested.isEmpty() || name.equals(requested.get())).toList();
        if (possible.isEmpty()) {
            throw new MalformedModelException("has no output that depends on its input"
                    + (model.graph().inputs().size() == 1 ? " '" + model.graph().inputs().get(0).name() + "'" : "")
                    + requested.map(name -> ": '" + name + "' does not").orElse(""));
        }
        OutputChoice choice = new Candidates(model, sorted).choice(possible);
        if (sorted.stream().noneMatch(node -> node.outputs().contains(choice.name()))) {
            throw new MalformedModelException("returns its input as its output");
        }
        return choice;
    }

    /** What follows a list of all outputs. */
    String inWords() {
        return rivals.isEmpty()
                ? "; '" + name + "' is used, --output NAME selects another"
                : ", of which '" + name + "' and " + shortened(rivals.stream().map(rival -> "'" + rival + "'").toList())
                        + " may hold the class scores; --output NAME selects one";
    }

    /** The first outputs of a network with their shapes, e.g. "policy [free, 362], value [free, 1]". */
    static String inWords(ModelProto model) {
        Map<String, List<Long>> shapes = shapes(model);
        return shortened(model.graph().outputs().stream()
                .map(name -> shapes.containsKey(name) ? name + " " + inWords(shapes.get(name)) : name).toList());
    }

    private static String shortened(List<String> names) {
        int more = names.size() - LONGEST_LIST;
        return String.join(", ", more <= 1 ? names : names.subList(0, LONGEST_LIST))
                + (more <= 1 ? "" : " and " + more + " more");
    }

    private static String inWords(Collection<Long> shape) {
        return shape.stream().map(extent -> extent < 0 ? "free" : Long.toString(extent)).toList().toString();
    }

    /** The shapes of the outputs that the file states, −1 for a free extent. */
    static Map<String, List<Long>> shapes(ModelProto model) {
        Map<String, List<Long>> shapes = new HashMap<>();
        model.graph().declared().forEach(output -> shapes.put(output.name(), output.shape()));
        return shapes;
    }

    /** Outputs that may be read, by what their names, shapes and operations show. */
    private static final class Candidates {

        private final Map<String, ValueProto> declared = new HashMap<>();
        private final List<NodeProto> sorted;
        private final Set<String> choices = new HashSet<>();

        Candidates(ModelProto model, List<NodeProto> sorted) {
            model.graph().declared().forEach(output -> declared.put(output.name(), output));
            this.sorted = sorted;
            for (NodeProto node : sorted) {
                if (node.is("ArgMax") || node.inputs().stream().anyMatch(choices::contains)) {
                    node.outputs().stream().filter(output -> !output.isEmpty()).forEach(choices::add);
                }
            }
        }

        /**
         * The output whose name says that it holds class scores, otherwise the one whose shape is that of class scores,
         * otherwise the one that most operations lead to. If one of several is computed from another, they are one head:
         * probabilities and their logits, or an embedding and the scores of it. A single number, such as a score of the
         * quality, is not taken for its name where another output has the shape of class scores. O(operations), and
         * where neither names nor shapes decide, O(operations · outputs).
         *
         * @throws MalformedModelException if too many outputs would have to be compared
         */
        OutputChoice choice(List<String> possible) throws MalformedModelException {
            List<String> real = possible.stream().filter(name -> !choices.contains(name)).toList();
            if (real.isEmpty()) {
                return new OutputChoice(possible.get(0), List.of());
            }
            List<String> shaped = real.stream().filter(this::hasShapeOfScores).toList();
            List<String> named = real.stream()
                    .filter(name -> SCORES.matcher(name).find() && !AUXILIARY.matcher(name).find())
                    .filter(name -> shaped.isEmpty() || !isSingleNumber(name)).toList();
            if (!named.isEmpty()) {
                Set<String> later = computedFrom(named);
                return firstOf(named.stream().filter(name -> !later.contains(name)).toList());
            }
            if (!shaped.isEmpty()) {
                return firstOf(ends(shaped));
            }
            return new OutputChoice(deepest(ends(real)), List.of());
        }

        private static OutputChoice firstOf(List<String> equals) {
            return new OutputChoice(equals.get(0), equals.subList(1, equals.size()));
        }

        /** Whether an output has a single axis of several numbers beside that of the batch. */
        private boolean hasShapeOfScores(String name) {
            ValueProto output = declared.get(name);
            return output != null && output.shape().size() > 1 && !AUXILIARY.matcher(name).find()
                    && output.shape().stream().skip(1).filter(extent -> extent != 1).count() == 1
                    && output.shape().stream().skip(1).noneMatch(extent -> extent < 0);
        }

        /** Whether an output has one number for each point of the batch. */
        private boolean isSingleNumber(String name) {
            ValueProto output = declared.get(name);
            return output != null && !output.shape().isEmpty()
                    && output.shape().stream().skip(1).allMatch(extent -> extent == 1);
        }

        /** The tensors that are computed from some others. */
        private Set<String> computedFrom(List<String> tensors) {
            Set<String> sources = new HashSet<>(tensors);
            Set<String> computed = new HashSet<>();
            for (NodeProto node : sorted) {
                if (node.inputs().stream().anyMatch(input -> sources.contains(input) || computed.contains(input))) {
                    node.outputs().stream().filter(output -> !output.isEmpty()).forEach(computed::add);
                }
            }
            return computed;
        }

        /** The outputs among some that lead to none of the others. */
        private List<String> ends(List<String> outputs) {
            Set<String> leading = new HashSet<>();
            Ancestors.of(sorted, outputs).nodes().forEach(node -> leading.addAll(node.inputs()));
            return outputs.stream().filter(output -> !leading.contains(output)).toList();
        }

        /** The output that most operations lead to; of equals the first. */
        private String deepest(List<String> ends) throws MalformedModelException {
            if (ends.size() > MOST_ENDS) {
                throw new MalformedModelException("has more than " + MOST_ENDS + " outputs that may be read, "
                        + shortened(ends) + "; --output NAME selects one");
            }
            String deepest = ends.get(0);
            int most = -1;
            for (String end : ends) {
                int operations = Ancestors.of(sorted, Set.of(end)).nodes().size();
                if (operations > most) {
                    most = operations;
                    deepest = end;
                }
            }
            return deepest;
        }
    }
}
