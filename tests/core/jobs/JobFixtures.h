#pragma once

#include "core/jobs/Job.h"
#include "core/jobs/JobStore.h"

#include <QString>
#include <QVector>

#include <memory>
#include <string>
#include <vector>

namespace calotype::tests {

/// A request for @p pictures pictures that is unlike the defaults in most of its fields.
inline jobs::NewJob newJob(const std::string &prompt, int pictures = 1)
{
    jobs::NewJob job;
    job.model.path = "/models/a.safetensors";
    job.model.dtype = "float16";
    job.model.prediction = PredictionType::VPrediction;
    job.request.prompt = prompt;
    job.request.negativePrompt = "blurred";
    job.request.sampler = "dpmpp_2m";
    job.request.schedule = "karras";
    job.request.steps = 20;
    job.request.guidance = 6.25;
    job.request.width = 64;
    job.request.height = 128;
    job.request.seeds.clear();
    for (int i = 0; i < pictures; ++i)
        job.request.seeds.push_back(4'000'000'000 + i);
    return job;
}

inline QVector<jobs::NewJob> newJobs(int count, int pictures = 1)
{
    QVector<jobs::NewJob> all;
    for (int i = 0; i < count; ++i)
        all << newJob("prompt " + std::to_string(i + 1), pictures);
    return all;
}

/// A job as the queue gives it to the store.
inline jobs::Job jobRecord(qint64 id, const std::string &prompt, int pictures = 1)
{
    const jobs::NewJob wanted = newJob(prompt, pictures);
    jobs::Job job;
    job.id = id;
    job.position = id * 1000;
    job.model = wanted.model;
    job.request = wanted.request;
    job.created = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
    return job;
}

/// Jobs 1…count, prompts "prompt 1"….
inline std::vector<jobs::Job> jobRecords(int count, int pictures = 1)
{
    std::vector<jobs::Job> all;
    for (int i = 1; i <= count; ++i)
        all.push_back(jobRecord(i, "prompt " + std::to_string(i), pictures));
    return all;
}

/// A picture whose pixels differ from each other, and from those of another @p salt.
inline std::shared_ptr<const Image> picture(int width, int height, int channels, int salt = 0)
{
    auto image = std::make_shared<Image>(width, height, channels);
    for (std::size_t i = 0; i < image->pixels.size(); ++i)
        image->pixels[i] = static_cast<std::uint8_t>(i * 31 + i / 97 + static_cast<std::size_t>(salt));
    return image;
}

} // namespace calotype::tests
