package org.leastaction.onnx.flow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.io.Messages;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.SubgraphSession;
import org.leastaction.points.FloatPoints;

/** Sessions for single blocks, opened on first use. */
final class BlockSessions implements AutoCloseable {

    private final Cut cut;
    private final SubgraphSessions sessions;
    private final Map<Integer, SubgraphSession> opened = new HashMap<>();

    BlockSessions(Cut cut, SubgraphSessions sessions) {
        this.cut = cut;
        this.sessions = sessions;
    }

    /** Runs the input states of a block; returns its output states. */
    FloatPoints run(int block, FloatPoints entering) {
        List<ResidualBlock> blocks = cut.blocks();
        String start = block == 0 ? blocks.get(0).input() : blocks.get(block - 1).output();
        String end = blocks.get(block).output();
        float[] result = new float[Math.multiplyExact(entering.size(), cut.dimension(end))];
        subgraph(block, start, end).run(entering, List.of(result));
        return FloatPoints.wrap(result, entering.size(), cut.dimension(end));
    }

    private SubgraphSession subgraph(int block, String start, String end) {
        SubgraphSession subgraph = opened.get(block);
        if (subgraph == null) {
            try {
                subgraph = sessions.between(start, List.of(end));
            } catch (MalformedModelException refused) {
                throw new IllegalStateException("block " + block + " alone " + Messages.of(refused), refused);
            }
            opened.put(block, subgraph);
        }
        return subgraph;
    }

    @Override
    public void close() {
        opened.values().forEach(SubgraphSession::close);
        opened.clear();
    }
}
