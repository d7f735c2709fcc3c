package org.leastaction.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.inspection.FlowInspector;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.flow.layers.LayerWriter;
import org.leastaction.io.InputFileException;
import org.leastaction.onnx.layers.OnnxWriter;
import org.leastaction.onnx.runtime.OnnxRuntime;

/**
 * The backend 'onnx': residual networks that were trained elsewhere, on ONNX Runtime. Also writes networks of other
 * backends as ONNX files.
 */
public final class OnnxBackend implements FlowBackend {

    private final OnnxInspector inspector = new OnnxInspector();

    @Override
    public String id() {
        return "onnx";
    }

    @Override
    public String version() {
        return "ONNX Runtime " + OnnxRuntime.version();
    }

    @Override
    public Set<Class<?>> roles() {
        return Set.of(FlowModel.class, BlockCosts.class, JacobianProducts.class, BlockJacobianProducts.class,
                LossGradients.class, LayerWriter.class, FlowInspector.class);
    }

    @Override
    public List<String> devices() {
        return OnnxRuntime.devices();
    }

    @Override
    public boolean recognises(Path model) {
        String name = model.toString().toLowerCase(Locale.ROOT);
        return (name.endsWith(".onnx") || name.endsWith(".onnx.gz")) && Files.isRegularFile(model);
    }

    @Override
    public FlowModel open(Path model, Execution execution) throws InputFileException {
        return inspector.open(model, BlockChoice.found(), execution);
    }

    @Override
    public Optional<FlowInspector> inspector() {
        return Optional.of(inspector);
    }

    @Override
    public Optional<LayerWriter> writer() {
        return Optional.of(new OnnxWriter());
    }
}
