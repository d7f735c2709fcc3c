package org.leastaction.onnx.flow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.io.Messages;
import org.leastaction.onnx.cut.Block;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.Piece;
import org.leastaction.points.FloatPoints;

/** Blocks on their own, opened when they are first asked for. */
final class SingleBlocks implements AutoCloseable {

    private final Cut cut;
    private final Pieces pieces;
    private final Map<Integer, Piece> opened = new HashMap<>();

    SingleBlocks(Cut cut, Pieces pieces) {
        this.cut = cut;
        this.pieces = pieces;
    }

    /** States as they enter a block to states as they leave it. */
    FloatPoints run(int block, FloatPoints entering) {
        List<Block> blocks = cut.blocks();
        String start = block == 0 ? blocks.get(0).input() : blocks.get(block - 1).output();
        String end = blocks.get(block).output();
        float[] result = new float[Math.multiplyExact(entering.size(), cut.dimension(end))];
        piece(block, start, end).run(entering, List.of(result));
        return FloatPoints.wrap(result, entering.size(), cut.dimension(end));
    }

    private Piece piece(int block, String start, String end) {
        Piece piece = opened.get(block);
        if (piece == null) {
            try {
                piece = pieces.between(start, List.of(end));
            } catch (MalformedModelException refused) {
                throw new IllegalStateException("block " + block + " alone " + Messages.of(refused), refused);
            }
            opened.put(block, piece);
        }
        return piece;
    }

    @Override
    public void close() {
        opened.values().forEach(Piece::close);
        opened.clear();
    }
}
