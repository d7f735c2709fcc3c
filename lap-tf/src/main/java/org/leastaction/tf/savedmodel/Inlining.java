package org.leastaction.tf.savedmodel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.leastaction.io.Limit;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Inlines function calls, as far as named tensors need them.
 *
 * <p>Control edges are left out: inference only reads variables, in any order.
 */
final class Inlining {

    private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");

    private static final long MOST = 1L << 60;

    private final Map<String, FunctionDef> functions = new HashMap<>();
    private final OperationOutputs outputs;
    private final Map<String, NodeDef> emitted = new LinkedHashMap<>();
    /** Nodes whose inputs are still to be emitted; a network may be deeper than the stack of a thread. */
    private final Deque<Runnable> open = new ArrayDeque<>();
    private final Scope top;

    /**
     * @throws IllegalArgumentException if functions call themselves, or more often than {@link Limit#GRAPH_OPERATIONS}
     *                                  and {@link Limit#GRAPH_DEPTH} allow. Functions that cannot be inlined for other
     *                                  reasons are refused by {@link #tensor}
     */
    Inlining(GraphDef graph, OperationOutputs outputs) {
        this.outputs = outputs;
        graph.getLibrary().getFunctionList().forEach(one -> functions.put(one.getSignature().getName(), one));
        long size = size(graph.getNodeList(), new LinkedHashMap<>(), 0);
        if (size > Limit.GRAPH_OPERATIONS.value()) {
            throw new IllegalArgumentException("it " + Limit.GRAPH_OPERATIONS.problem(size,
                    "operations, with function calls expanded"));
        }
        this.top = new Scope("", graph.getNodeList(), Map.of());
    }

    /**
     * Emits the nodes that a tensor needs.
     *
     * @param name of a tensor of the graph, "node:index"
     * @return its name among the emitted nodes
     * @throws IllegalArgumentException if there is no such tensor, or a function cannot be inlined
     */
    String tensor(String name) {
        String tensor = top.tensor(name);
        while (!open.isEmpty()) {
            open.remove().run();
        }
        return tensor;
    }

    /**
     * The number of operations after all calls are expanded; no more than {@value #MOST}.
     *
     * @param known the sizes of functions; -1 where a function is being counted
     */
    private long size(List<NodeDef> nodes, Map<String, Long> known, int depth) {
        if (depth > Limit.GRAPH_DEPTH.value()) {
            throw new IllegalArgumentException("it " + Limit.GRAPH_DEPTH.problem(depth, "levels of function calls"));
        }
        long size = 0;
        for (NodeDef node : nodes) {
            FunctionDef called = functions.get(CALLS.contains(node.getOp())
                    ? node.getAttrMap().getOrDefault("f", AttrValue.getDefaultInstance()).getFunc().getName()
                    : node.getOp());
            size += called == null ? 1 : size(called, known, depth);
            size = Math.min(size, MOST);
        }
        return size;
    }

    private long size(FunctionDef function, Map<String, Long> known, int depth) {
        String name = function.getSignature().getName();
        Long size = known.get(name);
        if (size == null) {
            known.put(name, -1L);
            size = size(function.getNodeDefList(), known, depth + 1);
            known.put(name, size);
        } else if (size < 0) {
            throw new IllegalArgumentException("its function " + name + " calls itself");
        }
        return size;
    }

    /** The nodes that all requested tensors need, in any order. */
    Map<String, NodeDef> nodes() {
        return emitted;
    }

    /** The nodes of the graph, or of the body of one call. */
    private final class Scope {

        private final String prefix;
        private final Map<String, NodeDef> nodes = new HashMap<>();
        private final Map<String, String> arguments;
        private final Map<String, List<String>> calls = new HashMap<>();

        Scope(String prefix, List<NodeDef> nodes, Map<String, String> arguments) {
            this.prefix = prefix;
            this.arguments = arguments;
            nodes.forEach(node -> this.nodes.put(node.getName(), node));
        }

        /** A reference: "node", "node:index", or in a body "argument" and "node:output:index". */
        String tensor(String reference) {
            if (arguments.containsKey(reference)) {
                return arguments.get(reference);
            }
            String[] parts = reference.split(":", -1);
            NodeDef node = nodes.get(parts[0]);
            if (node == null) {
                throw new IllegalArgumentException("it has no tensor " + reference);
            }
            int index = switch (parts.length) {
                case 1 -> 0;
                case 2 -> Integer.parseInt(parts[1]);
                default -> first(node, parts[1]) + Integer.parseInt(parts[2]);
            };
            FunctionDef called = called(node);
            if (called != null) {
                List<String> results = results(node, called);
                if (index >= results.size()) {
                    throw new IllegalArgumentException("it has no tensor " + reference);
                }
                return results.get(index);
            }
            emit(node);
            return prefix + node.getName() + ":" + index;
        }

        private int first(NodeDef node, String output) {
            if (!functions.containsKey(node.getOp())) {
                return outputs.first(node, output);
            }
            List<OpDef.ArgDef> arguments = functions.get(node.getOp()).getSignature().getOutputArgList();
            return arguments.stream().map(OpDef.ArgDef::getName).toList().indexOf(output);
        }

        private void emit(NodeDef node) {
            String name = prefix + node.getName();
            if (emitted.containsKey(name)) {
                return;
            }
            emitted.put(name, node);
            open.add(() -> {
                NodeDef.Builder copy = node.toBuilder().setName(name).clearInput().clearDevice();
                node.getInputList().stream()
                        .filter(input -> !input.startsWith("^"))
                        .forEach(input -> copy.addInput(tensor(input)));
                emitted.put(name, copy.build());
            });
        }

        private List<String> results(NodeDef call, FunctionDef body) {
            List<String> known = calls.get(call.getName());
            if (known != null) {
                return known;
            }
            List<OpDef.ArgDef> parameters = body.getSignature().getInputArgList();
            List<String> given = call.getInputList().stream().filter(input -> !input.startsWith("^")).toList();
            if (given.size() != parameters.size()) {
                throw new IllegalArgumentException("it calls the function " + body.getSignature().getName() + " with "
                        + given.size() + " of " + parameters.size() + " arguments");
            }
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < given.size(); i++) {
                values.put(parameters.get(i).getName(), tensor(given.get(i)));
            }
            Scope inner = new Scope(prefix + call.getName() + "/", body.getNodeDefList(), values);
            List<String> results = new ArrayList<>();
            body.getSignature().getOutputArgList()
                    .forEach(result -> results.add(inner.tensor(body.getRetOrThrow(result.getName()))));
            calls.put(call.getName(), results);
            return results;
        }

        private @Nullable FunctionDef called(NodeDef node) {
            if (!CALLS.contains(node.getOp())) {
                return functions.get(node.getOp());
            }
            String name = node.getAttrOrThrow("f").getFunc().getName();
            FunctionDef function = functions.get(name);
            if (function == null) {
                throw new IllegalArgumentException("it calls the function " + name + ", which it does not have");
            }
            return function;
        }
    }
}
