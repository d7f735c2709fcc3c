/**
 * Detection of the flow in a network from another framework.
 *
 * <p>A file of another framework contains operations, not a flow: the additions that end residual blocks have to be
 * found. A backend that can find them has the role {@link
 * org.leastaction.flow.inspection.FlowInspector}, which reports how it cuts a file into encoder, blocks and classifier,
 * and what it did not recognise and why. It can also open the file with blocks that the user chooses.
 *
 * <pre>{@code
 * FlowInspector inspector = backends.forModel(file).inspector().orElseThrow();
 * FlowCut cut = inspector.inspect(file, BlockChoice.found());
 * cut.segments().forEach(segment -> System.out.println(segment.shape() + " " + segment.blocks().size()));
 * FlowModel model = inspector.open(file, BlockChoice.named(List.of("Add_8", "Add_15")), Execution.defaults());
 * }</pre>
 *
 * <p>A segment is a run of blocks that are joined by identity shortcuts, so that its particles have one shape. A block
 * whose shortcut is not the identity starts a segment.
 */
package org.leastaction.flow.inspection;
