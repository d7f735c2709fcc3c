package org.leastaction.onnx;

import java.nio.file.Path;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.BlockChoice;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowInspector;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.io.InputFileException;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.flow.Network;
import org.leastaction.onnx.flow.OnnxFlow;

/** Says how networks are cut, and opens them. */
final class OnnxInspector implements FlowInspector {

    @Override
    public FlowCut inspect(Path model, BlockChoice choice) throws InputFileException {
        return inspect(model, ReadingOptions.of(choice));
    }

    @Override
    public FlowCut inspect(Path model, ReadingOptions options) throws InputFileException {
        return Network.read(model, options).described();
    }

    @Override
    public FlowModel open(Path model, BlockChoice choice, Execution execution) throws InputFileException {
        return open(model, ReadingOptions.of(choice), execution);
    }

    @Override
    public FlowModel open(Path model, ReadingOptions options, Execution execution) throws InputFileException {
        Cut cut = Network.read(model, options);
        if (cut.blocks().isEmpty() && !cut.described().isStaticMap()) {
            throw new InputFileException(model, "no residual block was found in it, and it maps "
                    + cut.layout().dataShape() + " to " + cut.point(cut.graph().output())
                    + ", which is no flow; 'lap inspect' shows why, --blocks names blocks");
        }
        return OnnxFlow.open(model, cut.blocks().isEmpty() ? cut.asOneBlock() : cut, execution);
    }
}
