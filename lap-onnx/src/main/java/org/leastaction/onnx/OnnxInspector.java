package org.leastaction.onnx;

import java.nio.file.Path;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowInspector;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.io.InputFileException;
import org.leastaction.onnx.flow.NetworkFile;

/** Reports how networks are cut, and opens them. */
final class OnnxInspector implements FlowInspector {

    @Override
    public FlowCut inspect(Path model, BlockChoice choice) throws InputFileException {
        return inspect(model, ReadingOptions.of(choice));
    }

    @Override
    public FlowCut inspect(Path model, ReadingOptions options) throws InputFileException {
        return NetworkFile.inspect(model, options);
    }

    @Override
    public FlowModel open(Path model, BlockChoice choice, Execution execution) throws InputFileException {
        return open(model, ReadingOptions.of(choice), execution);
    }

    @Override
    public FlowModel open(Path model, ReadingOptions options, Execution execution) throws InputFileException {
        return NetworkFile.open(model, options, execution);
    }
}
