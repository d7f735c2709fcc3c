package org.leastaction.tf.savedmodel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Finds operations of a graph that may do more than compute: a SavedModel is a program, and TensorFlow has operations
 * that read and write files, run Python or send data. The operations listed in {@code computing-operations.txt} only
 * compute. Variables are restored from the model's own file: {@code RestoreV2} is allowed where it reads the file name
 * that is fed.
 */
final class OperationCheck {

    private static final Set<String> COMPUTING = computing();
    private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
    private static final Set<String> COPIES = Set.of("Identity", "PlaceholderWithDefault");
    private static final String RESTORE = "RestoreV2";

    private final Map<String, FunctionDef> functions = new HashMap<>();
    private final Set<Visit> visited = new HashSet<>();
    private final Map<String, FunctionDef> reached = new LinkedHashMap<>();
    private final SortedSet<String> others = new TreeSet<>();

    /**
     * A function, and those of its arguments that are the name of the model's own file.
     *
     * @param fileArguments names of arguments
     */
    private record Visit(String function, Set<String> fileArguments) {}

    private OperationCheck(FunctionDefLibrary library) {
        library.getFunctionList().forEach(one -> functions.put(one.getSignature().getName(), one));
    }

    /**
     * Examines nodes and all functions that they can call; O(size of the graph) for each combination of arguments
     * through which a function receives the file name.
     *
     * @param library  the functions of the model
     * @param fileName tensor through which the name of the model's own file is fed; empty if there is none
     */
    static OperationCheck of(Iterable<NodeDef> nodes, FunctionDefLibrary library, String fileName) {
        OperationCheck check = new OperationCheck(library);
        List<NodeDef> all = new ArrayList<>();
        nodes.forEach(all::add);
        List<Call> open = new ArrayList<>(check.examine(all, fileName.isEmpty() ? Set.of() : Set.of(base(fileName))));
        while (!open.isEmpty()) {
            Call call = open.remove(open.size() - 1);
            if (check.visited.add(call.visit)) {
                check.reached.put(call.visit.function, call.body);
                open.addAll(check.examine(call.body.getNodeDefList(), call.visit.fileArguments));
            }
        }
        return check;
    }

    /** The functions that can be called: the rest of the library is not needed. */
    FunctionDefLibrary reachedFunctions() {
        return FunctionDefLibrary.newBuilder().addAllFunction(reached.values()).build();
    }

    /** Operations that may do more than compute, in alphabetical order. */
    SortedSet<String> others() {
        return others;
    }

    private record Call(Visit visit, FunctionDef body) {}

    private List<Call> examine(List<NodeDef> nodes, Set<String> fileNames) {
        Map<String, NodeDef> byName = new HashMap<>();
        nodes.forEach(node -> byName.put(node.getName(), node));
        List<Call> calls = new ArrayList<>();
        for (NodeDef node : nodes) {
            FunctionDef direct = functions.get(node.getOp()); // a function of an operation's name replaces it
            if (direct != null) {
                calls.add(call(node, direct, byName, fileNames));
            } else if (node.getOp().equals(RESTORE)) {
                if (node.getInputCount() == 0 || !isFileName(node.getInput(0), byName, fileNames)) {
                    others.add(RESTORE + " of another file");
                }
            } else if (!COMPUTING.contains(node.getOp())) {
                others.add(node.getOp().isEmpty() ? "an operation without a type" : node.getOp());
            }
            for (String name : named(node)) {
                FunctionDef function = functions.get(name);
                if (function != null) {
                    calls.add(CALLS.contains(node.getOp()) ? call(node, function, byName, fileNames)
                            : new Call(new Visit(name, Set.of()), function));
                }
            }
        }
        return calls;
    }

    private static Call call(NodeDef node, FunctionDef function, Map<String, NodeDef> byName, Set<String> fileNames) {
        List<OpDef.ArgDef> arguments = function.getSignature().getInputArgList();
        Set<String> files = new HashSet<>();
        for (int k = 0; k < Math.min(arguments.size(), node.getInputCount()); k++) {
            if (isFileName(node.getInput(k), byName, fileNames)) {
                files.add(arguments.get(k).getName());
            }
        }
        return new Call(new Visit(function.getSignature().getName(), Set.copyOf(files)), function);
    }

    private static boolean isFileName(String input, Map<String, NodeDef> byName, Set<String> fileNames) {
        String name = base(input);
        for (int step = 0; step <= byName.size(); step++) {
            if (fileNames.contains(name)) {
                return true;
            }
            NodeDef node = byName.get(name);
            if (node == null || !COPIES.contains(node.getOp()) || node.getInputCount() == 0) {
                return false;
            }
            name = base(node.getInput(0));
        }
        return false;
    }

    /** The node or argument of a tensor "node:index" or "node:output:index". */
    private static String base(String tensor) {
        int colon = tensor.indexOf(':');
        return colon < 0 ? tensor : tensor.substring(0, colon);
    }

    /** Names of the functions among the attributes of a node. */
    private static List<String> named(NodeDef node) {
        List<String> names = new ArrayList<>();
        for (AttrValue value : node.getAttrMap().values()) {
            if (value.hasFunc()) {
                names.add(value.getFunc().getName());
            } else if (value.hasList()) {
                value.getList().getFuncList().forEach(function -> names.add(function.getName()));
            }
        }
        return names;
    }

    private static Set<String> computing() {
        try (InputStream in = OperationCheck.class.getResourceAsStream("computing-operations.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#"))
                    .flatMap(line -> List.of(line.trim().split("\\s+")).stream())
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
