/**
 * The operations of a network in an order in which they can run, and queries on them.
 *
 * <p>The <em>boundary tensors</em> of a network are those that every path from the input to the output passes: at
 * these, and nowhere else, a network can be cut into subgraphs that one after another compute what the whole does.
 * Between two consecutive boundary tensors is a {@link org.leastaction.onnx.graph.SingleEntryRegion}: one operation, or
 * several parallel ones, such as a residual block.
 *
 * <pre>{@code
 * Graph graph = Graph.of(ModelFile.read(file), Optional.empty());
 * for (SingleEntryRegion region : graph.regions()) {
 *     System.out.println(region.start() + " -> " + region.end() + ": " + region.nodes().size());
 * }
 * ModelProto subgraph = new Submodel(graph, facts).between("relu1", layout, List.of("add3"), BatchAxis.FREE);
 * }</pre>
 *
 * <p>In the terms of graph theory these are the dominators of the output; F. E. Allen, Control flow analysis, SIGPLAN
 * Notices 5 (1970). Paths through shapes ({@code Shape}, {@code Size}) are not counted: such values do not depend on
 * the input's numbers.
 */
package org.leastaction.onnx.graph;
