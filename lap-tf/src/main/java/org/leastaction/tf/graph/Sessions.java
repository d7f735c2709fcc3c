package org.leastaction.tf.graph;

import org.leastaction.flow.backend.Execution;
import org.leastaction.tf.engine.FirstSession;
import org.leastaction.tf.graph.Layers.Layout;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * Opens sessions. All sessions of a process share its threads; the first one fixes their number. Request the same
 * number for all, as the rounding of sums depends on it.
 */
public final class Sessions {

    private Sessions() {}

    /**
     * A session that the caller closes before its graph.
     *
     * @param layout of the graph: stacked layers have nothing to fuse, and their small operations run faster than
     *     TensorFlow rewrites them for each set of fetched tensors
     */
    public static Session open(Graph graph, Layout layout, Execution execution) {
        ConfigProto.Builder config = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(execution.threads())
                .setInterOpParallelismThreads(execution.threads())
                .setAllowSoftPlacement(true)
                .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
        if (layout == Layout.STACKED) {
            config.setGraphOptions(GraphOptions.newBuilder()
                    .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)));
        }
        if (execution.device().equals("cpu")) {
            config.putDeviceCount("GPU", 0);
        }
        FirstSession.before(config.build());
        return new Session(graph, config.build());
    }
}
