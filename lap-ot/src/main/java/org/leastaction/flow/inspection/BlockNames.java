package org.leastaction.flow.inspection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Short names of blocks. The name of a block's addition is a path: modules, and the operation in the innermost one. A
 * module is named by the fewest last parts of its path in which the path of no other block's module ends; the operation
 * follows where several blocks end in the same module.
 */
final class BlockNames {

    private BlockNames() {}

    /**
     * Short names; names without a module are unchanged. O(K log K) comparisons of paths.
     *
     * @param names of the K additions, e.g. "/layer1/layer1.0/Add"
     */
    static List<String> shortened(List<String> names) {
        List<List<String>> paths = names.stream()
                .map(name -> Stream.of(name.split("/")).filter(part -> !part.isEmpty()).toList()).toList();
        Map<List<String>, Long> blocks = paths.stream().filter(path -> path.size() > 1)
                .collect(Collectors.groupingBy(BlockNames::module, Collectors.counting()));
        Map<List<String>, String> modules = shortModules(blocks.keySet().stream().toList());
        List<String> shortened = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            List<String> path = paths.get(k);
            List<String> module = module(path);
            String operation =
                    path.size() > 1 && blocks.getOrDefault(module, 1L) > 1 ? "/" + path.get(path.size() - 1) : "";
            shortened.add(path.size() > 1 ? modules.get(module) + operation : names.get(k));
        }
        return shortened;
    }

    private static List<String> module(List<String> path) {
        return path.subList(0, Math.max(0, path.size() - 1));
    }

    /** The fewest last parts of each path in which no other one ends. In the order of their ends, neighbours decide. */
    private static Map<List<String>, String> shortModules(List<List<String>> paths) {
        List<List<String>> ordered = paths.stream().map(BlockNames::reversed).sorted(BlockNames::compared).toList();
        Map<List<String>, String> names = new HashMap<>();
        for (int i = 0; i < ordered.size(); i++) {
            List<String> own = ordered.get(i);
            int before = i == 0 ? 0 : common(ordered.get(i - 1), own);
            int after = i == ordered.size() - 1 ? 0 : common(own, ordered.get(i + 1));
            int parts = Math.min(own.size(), Math.max(before, after) + 1);
            names.put(reversed(own), String.join("/", reversed(own.subList(0, parts))));
        }
        return names;
    }

    private static List<String> reversed(List<String> path) {
        List<String> reversed = new ArrayList<>(path);
        Collections.reverse(reversed);
        return reversed;
    }

    private static int compared(List<String> a, List<String> b) {
        int k = common(a, b);
        return k < a.size() && k < b.size() ? a.get(k).compareTo(b.get(k)) : Integer.compare(a.size(), b.size());
    }

    /** The number of equal first parts. */
    private static int common(List<String> a, List<String> b) {
        int k = 0;
        while (k < a.size() && k < b.size() && a.get(k).equals(b.get(k))) {
            k++;
        }
        return k;
    }
}
