#pragma once

/// Everything to declare, run and train a network. Includes no input or output.

#include <staticnn/init/kaiming_uniform.hpp>
#include <staticnn/init/uniform.hpp>
#include <staticnn/layer/batch_norm1d.hpp>
#include <staticnn/layer/dropout.hpp>
#include <staticnn/layer/gelu.hpp>
#include <staticnn/layer/gru.hpp>
#include <staticnn/layer/identity.hpp>
#include <staticnn/layer/input.hpp>
#include <staticnn/layer/last_step.hpp>
#include <staticnn/layer/leaky_relu.hpp>
#include <staticnn/layer/linear.hpp>
#include <staticnn/layer/lstm.hpp>
#include <staticnn/layer/prelu.hpp>
#include <staticnn/layer/relu.hpp>
#include <staticnn/layer/sigmoid.hpp>
#include <staticnn/layer/tanh.hpp>
#include <staticnn/loss/mse_loss.hpp>
#include <staticnn/meta/residual.hpp>
#include <staticnn/meta/sequential.hpp>
#include <staticnn/model/model.hpp>
#include <staticnn/model/state.hpp>
#include <staticnn/optim/adam.hpp>
#include <staticnn/optim/adamw.hpp>
#include <staticnn/optim/clip_grad_norm.hpp>
#include <staticnn/optim/parameter_groups.hpp>
#include <staticnn/optim/sgd.hpp>
#include <staticnn/schedule/cosine_annealing_lr.hpp>
#include <staticnn/schedule/step_lr.hpp>
#include <staticnn/simd/erf.hpp>
#include <staticnn/simd/log.hpp>
#include <staticnn/simd/log1p.hpp>
#include <staticnn/train/fit.hpp>
#include <staticnn/train/scheduler.hpp>
#include <staticnn/train/trainer.hpp>
