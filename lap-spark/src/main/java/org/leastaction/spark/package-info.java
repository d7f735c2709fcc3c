/**
 * Studies on Apache Spark.
 *
 * <p>{@link org.leastaction.spark.SparkEngine} connects to a cluster. One task of one job makes one unit, without shuffle
 * or cache; its outcome is a value, which the driver stores when the task ends. On the machines of the cluster, tasks use
 * nothing but the JDK and Spark: they give units to child processes, whose class path has this program and nothing of
 * Spark, so that versions of a library cannot conflict.
 *
 * <pre>{@code
 * lap study studies/table-09.yaml --executor spark --master spark://host:7077
 * }</pre>
 */
package org.leastaction.spark;
